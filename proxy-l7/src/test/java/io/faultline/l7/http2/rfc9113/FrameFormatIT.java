package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 4.1, 4.2 and 5.5: what every frame has in common, and frames that nobody knows. */
class FrameFormatIT extends Rfc9113 {

    private static final int MOST = 16_384;

    /** 4.1, 5.5: implementations MUST ignore and discard frames of unknown types. */
    @ParameterizedTest
    @ValueSource(ints = {0x0a, 0x0c, 0x10, 0x16, 0x7f, 0xff})
    void framesOfUnknownTypesAreIgnored(int type) {
        var client = greeted();
        client.frame(type, 0, 0, new byte[17]);
        client.frame(type, 0xff, 1, new byte[8]);
        client.frame(type, 0, 2_000_001);
        client.expectIgnored(3);
    }

    /** 5.5: also on a stream that is under way. */
    @Test
    void unknownFramesMayStandWithinAMessage() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        client.frame(0x16, 0xff, 1, new byte[100]);
        client.data(1, false, "a");
        client.frame(0x17, 0, 1);
        client.data(1, true, "b");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    /** 5.5: in the middle of a header block it is a connection error of type PROTOCOL_ERROR. */
    @Test
    void unknownFramesMayNotStandWithinAHeaderBlock() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, Block.get("/").bytes());
        client.frame(0x16, 0, 1, new byte[8]);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** 4.1: flags that have no meaning for a type MUST be ignored. */
    @Test
    void flagsWithoutMeaningAreIgnored() {
        var client = greeted();
        client.frame(Frame.PING, 0xfe, 0, new byte[8]);
        assertThat(client.await(Frame.PING, 0).flags()).isEqualTo(Frame.ACK);
        client.frame(Frame.WINDOW_UPDATE, 0xff, 0, RawHttp2Client.int32(1));
        client.frame(Frame.SETTINGS, 0xfe, 0);
        client.await(Frame.SETTINGS, 0);
        client.frame(Frame.HEADERS, 0xc6 | Frame.END_STREAM, 1, Block.get("/").bytes());
        assertThat(client.answer(1).status()).isEqualTo(200);
        client.headers(3, false, Block.request("POST", "/"));
        client.frame(Frame.DATA, 0xf6 | Frame.END_STREAM, 3, (byte) 'x');
        assertThat(client.answer(3).status()).isEqualTo(200);
    }

    /** 4.1: the reserved bit MUST be ignored when receiving. */
    @Test
    void theReservedBitIsIgnored() {
        var client = greeted();
        int reserved = 1 << 31;
        client.frame(Frame.PING, 0, reserved, new byte[8]);
        client.await(Frame.PING, 0);
        client.frame(
                Frame.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM,
                reserved | 1,
                Block.get("/").bytes());
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    /** 4.2: all implementations MUST be capable of receiving frames of 2^14 octets. */
    @Test
    void framesOf16KBAreTaken() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        client.frame(Frame.DATA, Frame.END_STREAM, 1, new byte[MOST]);
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(unchunked(lastBody())).isEqualTo("\0".repeat(MOST));
    }

    /** 4.2: larger than SETTINGS_MAX_FRAME_SIZE is an error of type FRAME_SIZE_ERROR. */
    @Test
    void largerDataEndsTheConnection() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.frame(Frame.DATA, Frame.END_STREAM, 1, new byte[MOST + 1]);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 4.2: in a frame that carries a header block it MUST be a connection error. */
    @Test
    void largerHeadersEndTheConnection() {
        var client = greeted();
        byte[] block = new Block().with("x", "y".repeat(MOST)).bytes();
        client.frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, block);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 4.2: every type, also those that are ignored: their bytes would have to be taken, too. */
    @ParameterizedTest
    @ValueSource(ints = {Frame.SETTINGS, Frame.CONTINUATION, Frame.GOAWAY, 0x20})
    void largerFramesOfAnyTypeEndTheConnection(int type) {
        var client = greeted();
        client.frame(type, 0, 0, new byte[MOST + 6]);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 4.2: too small to contain mandatory frame data, or of another than its fixed size. */
    @ParameterizedTest
    @CsvSource({
        Frame.PING + ", 0, 7",
        Frame.PING + ", 0, 9",
        Frame.PING + ", 0, 0",
        Frame.RST_STREAM + ", 1, 3",
        Frame.RST_STREAM + ", 1, 5",
        Frame.RST_STREAM + ", 1, 0",
        Frame.WINDOW_UPDATE + ", 0, 3",
        Frame.WINDOW_UPDATE + ", 0, 5",
        Frame.WINDOW_UPDATE + ", 1, 3",
        Frame.WINDOW_UPDATE + ", 1, 0",
        Frame.SETTINGS + ", 0, 1",
        Frame.SETTINGS + ", 0, 5",
        Frame.SETTINGS + ", 0, 7",
        Frame.GOAWAY + ", 0, 7",
        Frame.GOAWAY + ", 0, 0"
    })
    void aWrongSizeEndsTheConnection(int type, int stream, int size) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.frame(type, 0, stream, new byte[size]);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 6.3: of PRIORITY it is a stream error only. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6})
    void aPriorityOfAnotherSizeIsAStreamError(int size) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.frame(Frame.PRIORITY, 0, 1, new byte[size]);
        client.expectStreamError(1, ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** Where no stream is left that could be reset, the connection has to be. */
    @Test
    void aPriorityOfAnotherSizeOnAStreamThatHasEndedEndsTheConnection() {
        var client = greeted();
        client.get(1, "/");
        client.frame(Frame.PRIORITY, 0, 1, new byte[4]);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 4.2: a frame too small for the fields that its flags announce. */
    @Test
    void headersWithoutTheirPriorityEndTheConnection() {
        var client = greeted();
        client.frame(
                Frame.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM | Frame.HAS_PRIORITY,
                1,
                new byte[4]);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    @Test
    void headersWithoutTheirPaddingLengthEndTheConnection() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM | Frame.PADDED, 1);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    @Test
    void dataWithoutItsPaddingLengthEndsTheConnection() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.frame(Frame.DATA, Frame.PADDED, 1);
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    // ---- what we send

    /** 4.2: an endpoint MUST NOT send frames larger than the receiver's SETTINGS_MAX_FRAME_SIZE. */
    @ParameterizedTest
    @ValueSource(ints = {MOST, 20_000, 1_000_000})
    void weSendNoFrameLargerThanTheClientTakes(int most) {
        var client = greeted(MAX_FRAME_SIZE, most, INITIAL_WINDOW_SIZE, 1_000_000);
        client.windowUpdate(0, 1_000_000);
        client.headers(1, true, Block.get("/bytes/300000"));
        int bytes = 0;
        while (bytes < 300_000) {
            Frame frame = client.await(Frame.DATA, 1);
            assertThat(frame.length()).isLessThanOrEqualTo(most);
            bytes += frame.length();
        }
    }

    /** 4.3, 6.10: a head that is too large for one frame goes on in CONTINUATION, with nothing in between. */
    @Test
    void aLargeHeadComesInSeveralFrames() {
        var client = greeted();
        client.headers(1, true, Block.get("/large-head"));
        client.headers(3, true, Block.get("/"));
        Frame first = client.await(Frame.HEADERS, 1);
        assertThat(first.has(Frame.END_HEADERS)).isFalse();
        assertThat(first.length()).isEqualTo(MOST);
        assertThat(client.decode(first).get("x-large")).hasSize(24_000);
    }
}
