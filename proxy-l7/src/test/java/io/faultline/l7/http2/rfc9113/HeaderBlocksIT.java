package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 4.3, 6.2 and 6.10: blocks, how they are cut into frames, and HPACK as far as it is seen from outside. */
class HeaderBlocksIT extends Rfc9113 {

    private static final byte[] GET = Block.get("/").bytes();

    // ---- 6.10 CONTINUATION

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20})
    void aBlockMayComeInAnyNumberOfFrames(int frames) {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, Arrays.copyOf(GET, 3));
        int from = 3;
        for (int i = 0; i < frames; i++) {
            boolean last = i == frames - 1;
            int to = last ? GET.length : from + 1;
            client.frame(
                    Frame.CONTINUATION,
                    last ? Frame.END_HEADERS : 0,
                    1,
                    Arrays.copyOfRange(GET, from, to));
            from = to;
        }
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @Test
    void framesOfABlockMayBeEmpty() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1);
        client.frame(Frame.CONTINUATION, 0, 1, GET);
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    /** 6.2: END_STREAM on HEADERS counts, even if CONTINUATION follows; there it has no meaning. */
    @Test
    void endOfStreamStandsInHeadersOnly() {
        var client = greeted();
        client.frame(Frame.HEADERS, 0, 1, Block.request("POST", "/").bytes());
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS | Frame.END_STREAM, 1);
        client.data(1, true, "body");
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(unchunked(lastBody())).isEqualTo("body");
    }

    /** 6.2, 6.10: any other frame, or one on another stream, is a connection error of type PROTOCOL_ERROR. */
    @ParameterizedTest
    @CsvSource({
        Frame.DATA + ", 1, 1",
        Frame.DATA + ", 3, 1",
        Frame.HEADERS + ", 1, 0",
        Frame.HEADERS + ", 3, 0",
        Frame.PRIORITY + ", 1, 5",
        Frame.RST_STREAM + ", 1, 4",
        Frame.SETTINGS + ", 0, 0",
        Frame.PING + ", 0, 8",
        Frame.GOAWAY + ", 0, 8",
        Frame.WINDOW_UPDATE + ", 0, 4",
        Frame.WINDOW_UPDATE + ", 1, 4",
        Frame.CONTINUATION + ", 3, 0",
        Frame.CONTINUATION + ", 0, 0"
    })
    void nothingMayStandWithinABlock(int type, int stream, int size) {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, GET);
        client.frame(type, 0, stream, new byte[size]);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void nothingMayStandBehindAContinuationThatDoesNotEndTheBlock() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, GET);
        client.frame(Frame.CONTINUATION, 0, 1, new Block().with("a", "b").bytes());
        client.data(1, true, "x");
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aContinuationNeedsAStream() {
        var client = greeted();
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 0, GET);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aContinuationOnAnIdleStreamEndsTheConnection() {
        var client = greeted();
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, GET);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aContinuationBehindABlockThatHasEndedEndsTheConnection() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, GET);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aContinuationBehindAContinuationThatEndedTheBlockEndsTheConnection() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, Block.get("/silent").bytes());
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1);
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aContinuationBehindDataEndsTheConnection() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.data(1, false, "x");
        client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, GET);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** No rule of the RFC but of reason: a block that never ends is held in memory. */
    @Test
    void aBlockThatNeverEndsIsGivenUp() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, GET);
        for (int i = 0; i < 200; i++) {
            client.frame(
                    Frame.CONTINUATION, 0, 1, new Block().with("x-" + i, "y".repeat(2000)).bytes());
        }
        client.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
    }

    @Test
    void aBlockOfEmptyFramesIsGivenUp() {
        var client = greeted();
        client.frame(Frame.HEADERS, Frame.END_STREAM, 1, GET);
        for (int i = 0; i < 2000; i++) {
            client.frame(Frame.CONTINUATION, 0, 1);
        }
        client.expectConnectionError(ErrorNumber.ENHANCE_YOUR_CALM);
    }

    // ---- 6.2 HEADERS

    @Test
    void headersNeedAStream() {
        var client = greeted();
        client.headers(0, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 255})
    void headersMayBePadded(int padding) {
        var client = greeted();
        byte[] payload = RawHttp2Client.concat(new byte[] {(byte) padding}, GET, new byte[padding]);
        client.frame(
                Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM | Frame.PADDED, 1, payload);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    @Test
    void headersMayBePaddedAndHavePriority() {
        var client = greeted();
        byte[] payload =
                RawHttp2Client.concat(new byte[] {7}, RawHttp2Client.priority(0), GET, new byte[7]);
        client.frame(
                Frame.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM | Frame.PADDED | Frame.HAS_PRIORITY,
                1,
                payload);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    /** 6.2, 6.1: padding that exceeds what is left is a connection error of type PROTOCOL_ERROR. */
    @Test
    void headersWithMorePaddingThanPayloadEndTheConnection() {
        var client = greeted();
        byte[] payload = RawHttp2Client.concat(new byte[] {(byte) (GET.length + 1)}, GET);
        client.frame(
                Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM | Frame.PADDED, 1, payload);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void paddingMayNotReachIntoThePriority() {
        var client = greeted();
        byte[] payload = RawHttp2Client.concat(new byte[] {1}, RawHttp2Client.priority(0));
        client.frame(
                Frame.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM | Frame.PADDED | Frame.HAS_PRIORITY,
                1,
                payload);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 4.3: compression is one state for the connection

    @Test
    void theTableIsSharedByAllStreams() {
        var client = greeted();
        client.headers(1, true, Block.get("/first").raw(0x40, 1, 'x', 1, 'y'));
        client.answer(1);
        client.headers(3, true, Block.get("/second").raw(0xbe));
        client.answer(3);
        assertThat(origin.requests().getLast()).contains("x: y\r\n");
    }

    /** 4.3: a block that is thrown away still has to be decoded. */
    @Test
    void theTableStaysInStepWithMessagesThatAreRefused() {
        var client = greeted();
        client.headers(1, true, Block.get("/").with("UPPER", "case").raw(0x40, 1, 'x', 1, 'y'));
        client.expectStreamError(1, ErrorNumber.PROTOCOL_ERROR);
        client.headers(3, true, Block.get("/second").raw(0xbe));
        client.answer(3);
        assertThat(origin.requests().getLast()).contains("x: y\r\n");
    }

    /** 4.3: a decoding error MUST be a connection error of type COMPRESSION_ERROR. */
    @ParameterizedTest
    @CsvSource({
        "an index of 0 (RFC 7541 6.1), 80",
        "an index beyond both tables (RFC 7541 2.3.3), be",
        "a name beyond both tables, 7e0161",
        "an integer of too many bytes (RFC 7541 5.1), ffffffffffff0f",
        "a string longer than the block (RFC 7541 5.2), 000161057879",
        "padding of eight bits (RFC 7541 5.2), 000161821fff",
        "padding of zeros (RFC 7541 5.2), 0001618118",
        "EOS in a string (RFC 7541 5.2), 00016184ffffffff",
        "a table larger than allowed (RFC 7541 6.3), 3fe21f",
        "a table size behind a field (RFC 7541 4.2), 20",
        "half a field, 4001"
    })
    void aBlockThatCannotBeDecodedEndsTheConnection(String why, String hex) {
        var client = greeted();
        byte[] block =
                why.contains("6.3")
                        ? RawHttp2Client.concat(java.util.HexFormat.of().parseHex(hex), GET)
                        : RawHttp2Client.concat(GET, java.util.HexFormat.of().parseHex(hex));
        client.frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, block);
        client.expectConnectionError(ErrorNumber.COMPRESSION_ERROR);
    }

    /** Also where the message behind it would be thrown away. */
    @Test
    void trailersThatCannotBeDecodedEndTheConnection() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.headers(1, true, new Block().raw(0x80));
        client.expectConnectionError(ErrorNumber.COMPRESSION_ERROR);
    }

    /** RFC 7541 4.2, 6.3: several changes of the table's size may stand at the beginning. */
    @Test
    void theTableMayChangeItsSize() {
        var client = greeted();
        client.headers(1, true, Block.get("/").raw(0x40, 1, 'x', 1, 'y'));
        client.answer(1);
        byte[] block = RawHttp2Client.concat(new byte[] {0x20, 0x3f, (byte) 0xe1, 0x1f}, GET);
        client.frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 3, block);
        assertThat(client.answer(3).status()).isEqualTo(200);
        client.headers(5, true, Block.get("/").raw(0xbe)); // was evicted
        client.expectConnectionError(ErrorNumber.COMPRESSION_ERROR);
    }

    /** Every kind of representation in one request, coded as a browser does. */
    @Test
    void everyRepresentationIsRead() {
        var client = greeted();
        var block =
                new Block()
                        .raw(0x82, 0x86, 0x84) // indexed: GET, http, /
                        .raw(0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0)
                        .raw(0xab, 0x90, 0xf4, 0xff) // www.example.com, coded, with indexing
                        .raw(0x0f, 0x02, 2, 'e', 'n') // accept-language (15 + 2), without indexing
                        .raw(0x10, 1, 'p', 1, 'w') // never indexed
                        .raw(0x40, 1, 'x', 1, 'y', 0xbe);
        client.headers(1, true, block);
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(origin.requests().getLast())
                .startsWith(
                        "GET / HTTP/1.1\r\nhost: www.example.com\r\naccept-language: en\r\np: w\r\n")
                .contains("x: y\r\nx: y\r\n");
    }

    /** 6.5.3 and RFC 7541 4.2: what we encode follows the client's SETTINGS_HEADER_TABLE_SIZE at once. */
    @Test
    void ourEncoderFollowsTheTableSizeOfTheClient() {
        var client = greeted();
        for (int stream = 1; stream < 9; stream += 2) {
            client.get(stream, "/");
        }
        client.settings(HEADER_TABLE_SIZE, 0);
        client.await(Frame.SETTINGS, 0);
        for (int stream = 9; stream < 19; stream += 2) {
            client.headers(stream, true, Block.get("/"));
            Frame head = client.await(Frame.HEADERS, stream);
            if (stream == 9) {
                assertThat(head.bytes()[0]).as("table size 0").isEqualTo((byte) 0x20);
            }
            assertThat(client.decode(head)).containsEntry(":status", "200");
        }
    }
}
