package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 6.1 and 6.4 to 6.8: DATA, RST_STREAM, SETTINGS, PUSH_PROMISE, PING and GOAWAY, each by its rules. */
class SmallFramesIT extends Rfc9113 {

    // ---- 6.1 DATA

    @Test
    void dataNeedsAStream() {
        var client = greeted().data(0, true, "x");
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 255})
    void dataMayBePadded(int padding) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/padded"));
        byte[] payload =
                RawHttp2Client.concat(
                        new byte[] {(byte) padding},
                        "body".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        new byte[padding]);
        client.frame(Frame.DATA, Frame.PADDED | Frame.END_STREAM, 1, payload);
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(unchunked(lastBody())).isEqualTo("body");
    }

    @Test
    void dataMayBeNothingButPadding() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        client.frame(Frame.DATA, Frame.PADDED, 1, (byte) 2, (byte) 0, (byte) 0);
        client.frame(Frame.DATA, Frame.PADDED | Frame.END_STREAM, 1, (byte) 0);
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    /** 6.1: the length of the padding is that of the payload or greater. */
    @ParameterizedTest
    @CsvSource({"5, 5", "6, 5", "255, 5", "1, 1"})
    void morePaddingThanPayloadEndsTheConnection(int padding, int payloadBytes) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        var payload = new byte[payloadBytes];
        payload[0] = (byte) padding;
        client.frame(Frame.DATA, Frame.PADDED, 1, payload);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 6.4 RST_STREAM

    @Test
    void resetNeedsAStream() {
        var client = greeted().reset(0, 8);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 6.5 SETTINGS

    @Test
    void settingsAreAcknowledgedAtOnce() {
        var client = greeted();
        client.settings(
                MAX_CONCURRENT_STREAMS,
                7,
                0x4d44,
                1,
                0xffff,
                -1); // 6.5.2: unknown ones are ignored
        Frame ack = client.await(Frame.SETTINGS, 0);
        assertThat(ack.has(Frame.ACK)).isTrue();
        assertThat(ack.length()).isZero();
    }

    @Test
    void eachSettingsIsAcknowledged() {
        var client = greeted();
        for (int i = 0; i < 5; i++) {
            client.settings();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(client.await(Frame.SETTINGS, 0).has(Frame.ACK)).isTrue();
        }
        client.expectIgnored(1);
    }

    @Test
    void anAcknowledgementWithPayloadEndsTheConnection() {
        var client = greeted();
        client.frame(Frame.SETTINGS, Frame.ACK, 0, RawHttp2Client.settingsBytes(ENABLE_PUSH, 0));
        client.expectConnectionError(ErrorNumber.FRAME_SIZE_ERROR);
    }

    @Test
    void settingsAreNotOfAStream() {
        var client =
                greeted().frame(Frame.SETTINGS, 0, 1, RawHttp2Client.settingsBytes(ENABLE_PUSH, 0));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** 6.5.2, each value that is not allowed. */
    @ParameterizedTest
    @CsvSource({
        ENABLE_PUSH + ", 2, PROTOCOL_ERROR",
        ENABLE_PUSH + ", -1, PROTOCOL_ERROR",
        INITIAL_WINDOW_SIZE + ", -2147483648, FLOW_CONTROL_ERROR", // 2^31
        INITIAL_WINDOW_SIZE + ", -1, FLOW_CONTROL_ERROR",
        MAX_FRAME_SIZE + ", 16383, PROTOCOL_ERROR",
        MAX_FRAME_SIZE + ", 0, PROTOCOL_ERROR",
        MAX_FRAME_SIZE + ", 16777216, PROTOCOL_ERROR",
        MAX_FRAME_SIZE + ", -1, PROTOCOL_ERROR",
        "8, 2, PROTOCOL_ERROR" // RFC 8441 3
    })
    void aSettingThatIsNotAllowedEndsTheConnection(int id, int value, ErrorNumber error) {
        var client = greeted().settings(id, value);
        client.expectConnectionError(error);
    }

    @ParameterizedTest
    @CsvSource({
        HEADER_TABLE_SIZE + ", 0",
        HEADER_TABLE_SIZE + ", 65536",
        HEADER_TABLE_SIZE + ", -1",
        ENABLE_PUSH + ", 0",
        ENABLE_PUSH + ", 1",
        MAX_CONCURRENT_STREAMS + ", 0",
        MAX_CONCURRENT_STREAMS + ", -1",
        INITIAL_WINDOW_SIZE + ", 2147483647",
        MAX_FRAME_SIZE + ", 16384",
        MAX_FRAME_SIZE + ", 16777215",
        MAX_HEADER_LIST_SIZE + ", 0",
        MAX_HEADER_LIST_SIZE + ", -1"
    })
    void everyOtherValueIsTaken(int id, int value) {
        var client = greeted().settings(id, value);
        client.await(Frame.SETTINGS, 0);
        client.expectIgnored(1);
    }

    /** 6.5.3: values are processed in the order in which they appear. */
    @Test
    void theLastValueOfASettingCounts() {
        var client = greeted().settings(INITIAL_WINDOW_SIZE, 100, INITIAL_WINDOW_SIZE, 1);
        client.await(Frame.SETTINGS, 0);
        client.headers(1, true, Block.get("/"));
        assertThat(client.await(Frame.DATA, 1).length()).isEqualTo(1);
    }

    // ---- 6.6 PUSH_PROMISE

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void clientsDoNotPush(int stream) {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        byte[] payload = RawHttp2Client.concat(RawHttp2Client.int32(2), Block.get("/").bytes());
        client.frame(Frame.PUSH_PROMISE, Frame.END_HEADERS, stream, payload);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 6.7 PING

    @Test
    void pingIsAnsweredWithItsOwnBytes() {
        var client = greeted();
        byte[] data = {1, 2, 3, 4, -5, -6, -7, -8};
        client.frame(Frame.PING, 0, 0, data);
        Frame answer = client.await(Frame.PING, 0);
        assertThat(answer.has(Frame.ACK)).isTrue();
        assertThat(answer.bytes()).isEqualTo(data);
    }

    @Test
    void anAnswerToNoPingIsIgnored() {
        var client = greeted().frame(Frame.PING, Frame.ACK, 0, new byte[8]);
        client.expectIgnored(1);
    }

    @Test
    void pingIsNotOfAStream() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.frame(Frame.PING, 0, 1, new byte[8]);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** 6.7: also while a stream waits. */
    @Test
    void pingIsAnsweredWhileARequestIsUnderWay() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        client.expectAlive();
        client.data(1, true, "x");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }

    // ---- 6.8 GOAWAY

    @Test
    void farewellIsNotOfAStream() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.frame(Frame.GOAWAY, 0, 1, new byte[8]);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** 6.8: streams that are under way are served to their end, whatever the code (7: unknown ones too). */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 0xff, -1})
    void whoLeavesStillGetsItsAnswers(int code) {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/"));
        byte[] payload =
                ByteBuffer.allocate(11)
                        .putInt(0)
                        .putInt(code)
                        .put(new byte[] {'b', 'y', 'e'})
                        .array();
        client.frame(Frame.GOAWAY, 0, 0, payload);
        client.data(1, true, "x");
        assertThat(client.answer(1).status()).isEqualTo(200);
    }
}
