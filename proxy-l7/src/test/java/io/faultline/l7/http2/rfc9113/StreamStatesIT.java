package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9113 5.1 to 5.4: which frame may come on which stream. */
class StreamStatesIT extends Rfc9113 {

    private static final byte[] CANCEL = RawHttp2Client.int32(8);

    // ---- 5.1 idle: anything but HEADERS and PRIORITY is a connection error of type PROTOCOL_ERROR

    @Test
    void dataOnAnIdleStreamEndsTheConnection() {
        var client = greeted().data(1, true, "x");
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void resetOfAnIdleStreamEndsTheConnection() {
        var client = greeted().reset(1, 8);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void windowUpdateOfAnIdleStreamEndsTheConnection() {
        var client = greeted().windowUpdate(1, 100);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** Streams of the server's numbers stay idle: we never push. */
    @ParameterizedTest
    @ValueSource(ints = {Frame.DATA, Frame.RST_STREAM, Frame.WINDOW_UPDATE})
    void framesOnStreamsOfTheServerEndTheConnection(int type) {
        var client = greeted().frame(type, 0, 2, CANCEL);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 5.1 half-closed (remote): a stream error of type STREAM_CLOSED

    @Test
    void dataBehindTheEndIsStreamClosed() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.data(1, true, "x");
        client.expectStreamError(1, ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void dataBehindTheEndOfABodyIsStreamClosed() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.data(1, true, "x");
        client.data(1, false, "y");
        client.expectStreamError(1, ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void headersBehindTheEndAreStreamClosed() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.headers(1, true, Block.get("/"));
        client.expectStreamError(1, ErrorNumber.STREAM_CLOSED);
    }

    /** WINDOW_UPDATE, PRIORITY and RST_STREAM may come there. */
    @Test
    void smallFramesMayComeBehindTheEnd() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.windowUpdate(1, 100);
        client.frame(Frame.PRIORITY, 0, 1, RawHttp2Client.priority(0));
        client.expectAlive();
        client.reset(1, 8);
        client.expectIgnored(3);
    }

    // ---- 5.1 closed

    @Test
    void dataBehindAResetIsStreamClosed() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.reset(1, 8);
        client.data(1, true, "x");
        client.expectConnectionError(ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void headersBehindAResetAreStreamClosed() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.reset(1, 8);
        client.headers(1, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void dataOnAStreamThatHasEndedIsStreamClosed() {
        var client = greeted();
        client.get(1, "/");
        client.data(1, true, "x");
        client.expectConnectionError(ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void headersOnAStreamThatHasEndedAreStreamClosed() {
        var client = greeted();
        client.get(1, "/");
        client.headers(1, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.STREAM_CLOSED);
    }

    /** Those that were on their way when the other side ended the stream are ignored. */
    @Test
    void smallFramesOnAStreamThatHasEndedAreIgnored() {
        var client = greeted();
        client.get(1, "/");
        client.windowUpdate(1, 100);
        client.reset(1, 8);
        client.frame(Frame.PRIORITY, 0, 1, RawHttp2Client.priority(0));
        client.expectIgnored(3);
    }

    /** What a client sends before it knows that we have reset its stream MUST be ignored. */
    @Test
    void framesOnAStreamThatWeHaveResetAreIgnored() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/").with("UPPER", "case"));
        client.data(1, false, "x");
        client.windowUpdate(1, 10);
        client.headers(1, true, new Block().with("trailer", "x"));
        assertThat(client.awaitReset(1)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        client.data(1, true, "late");
        client.expectIgnored(3);
    }

    /** They still count against the window of the connection, which therefore has to be given back. */
    @Test
    void dataOnAStreamThatWeHaveResetGivesTheConnectionItsWindowBack() {
        var client = greeted();
        for (int stream = 1; stream < 300; stream += 2) {
            client.headers(stream, false, Block.request("POST", "/").with("UPPER", "case"));
            client.frame(Frame.DATA, Frame.END_STREAM, stream, new byte[16_000]);
            assertThat(client.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
            if (stream % 60 == 59) {
                assertThat(client.get(1000 + stream, "/").status()).isEqualTo(200);
                return; // 480 KB, more than any window there is at first
            }
        }
    }

    // ---- 5.1.1 stream identifiers

    @Test
    void anEvenNumberEndsTheConnection() {
        var client = greeted().headers(2, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void aSmallerNumberEndsTheConnection() {
        var client = greeted();
        client.headers(5, true, Block.get("/silent"));
        client.headers(3, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** Those in between are closed by that, without a frame: they can never be used. */
    @Test
    void numbersThatWereLeftOutCannotBeUsedAnyMore() {
        var client = greeted();
        client.get(7, "/");
        client.headers(5, true, Block.get("/"));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR, ErrorNumber.STREAM_CLOSED);
    }

    @Test
    void numbersMayBeLeftOut() {
        var client = greeted();
        assertThat(client.get(1, "/").status()).isEqualTo(200);
        assertThat(client.get(101, "/").status()).isEqualTo(200);
        assertThat(client.get(Integer.MAX_VALUE, "/").status()).isEqualTo(200);
    }

    @Test
    void resetWithAnUnknownCodeIsAReset() {
        // RFC 9113 7: unknown codes MUST NOT trigger any special behaviour.
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.reset(1, 0xff);
        client.expectIgnored(3);
    }

    // ---- 5.1.2 concurrency

    /** Beyond our SETTINGS_MAX_CONCURRENT_STREAMS it is a stream error; the others go on. */
    @Test
    void oneStreamTooManyIsRefused() {
        var client = connect();
        client.send(RawHttp2Client.PREFACE).settings();
        int most = announced(client.read("SETTINGS"), MAX_CONCURRENT_STREAMS);
        assertThat(most).isBetween(1, 1000);
        for (int i = 0; i < most; i++) {
            client.headers(1 + 2 * i, false, Block.request("POST", "/"));
        }
        client.headers(1 + 2 * most, true, Block.get("/"));
        assertThat(client.awaitReset(1 + 2 * most)).isEqualTo(ErrorNumber.REFUSED_STREAM);

        client.data(1, true, "x");
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(client.get(3 + 2 * most, "/").status()).isEqualTo(200);
    }

    /** 5.1.2: streams that wait for a window are open, however complete their requests are. */
    @Test
    void answersThatWaitForAWindowCount() {
        var client = connect();
        client.send(RawHttp2Client.PREFACE).settings(INITIAL_WINDOW_SIZE, 0);
        int most = announced(client.read("SETTINGS"), MAX_CONCURRENT_STREAMS);
        for (int i = 0; i <= most; i++) {
            client.headers(1 + 2 * i, true, Block.get("/"));
        }
        assertThat(client.awaitReset(1 + 2 * most)).isEqualTo(ErrorNumber.REFUSED_STREAM);
        client.expectAlive();
    }

    private static int announced(Frame settings, int id) {
        for (int at = 0; at < settings.length(); at += 6) {
            if (settings.payload().getShort(at) == id) {
                return settings.int32(at + 2);
            }
        }
        throw new AssertionError("not announced: " + id);
    }

    /** 5.1.2: streams that have ended do not count. */
    @Test
    void anyNumberOfStreamsMayComeOneBehindTheOther() {
        var client = greeted();
        for (int stream = 1; stream < 600; stream += 2) {
            assertThat(client.get(stream, "/").status()).isEqualTo(200);
        }
    }

    /** 5.1: answers come as they are ready, not in the order of the requests. */
    @Test
    void streamsDoNotWaitForEachOther() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.headers(3, false, Block.request("POST", "/"));
        assertThat(client.get(5, "/").status()).isEqualTo(200);
        client.data(3, true, "x");
        assertThat(client.answer(3).status()).isEqualTo(200);
    }

    // ---- 5.3 priority

    /** 5.3.2, 6.3: PRIORITY may come in any state, and is ignored. */
    @Test
    void priorityMayComeAnywhere() {
        var client = greeted();
        byte[] priority = RawHttp2Client.priority(99);
        client.frame(Frame.PRIORITY, 0, 1, priority); // idle
        client.frame(Frame.PRIORITY, 0, 2, priority); // of the server
        client.frame(Frame.PRIORITY, 0, 501, priority);
        client.headers(3, false, Block.request("POST", "/"));
        client.frame(Frame.PRIORITY, 0, 3, priority); // open
        client.data(3, true, "x");
        client.frame(Frame.PRIORITY, 0, 3, priority); // half-closed or closed
        assertThat(client.answer(3).status()).isEqualTo(200);
        client.frame(Frame.PRIORITY, 0, 3, priority);
        client.expectIgnored(5); // an idle stream of a larger number has not closed this one
    }

    @Test
    void priorityNeedsAStream() {
        var client = greeted().frame(Frame.PRIORITY, 0, 0, RawHttp2Client.priority(1));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    /** RFC 7540 5.3.1: a stream cannot depend on itself. RFC 9113 has no such rule any more, and forbids it no less. */
    @Test
    void aStreamThatDependsOnItselfIsAnError() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/silent"));
        client.frame(Frame.PRIORITY, 0, 1, RawHttp2Client.priority(1));
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    @Test
    void headersThatDependOnThemselvesAreAnError() {
        var client = greeted();
        byte[] payload = RawHttp2Client.concat(RawHttp2Client.priority(1), Block.get("/").bytes());
        client.frame(
                Frame.HEADERS,
                Frame.END_HEADERS | Frame.END_STREAM | Frame.HAS_PRIORITY,
                1,
                payload);
        client.expectConnectionError(ErrorNumber.PROTOCOL_ERROR);
    }

    // ---- 5.4 errors

    /** 5.4.1: GOAWAY says the last stream that was or might be processed. */
    @Test
    void farewellTellsWhichStreamsCount() {
        var client = greeted();
        client.get(1, "/");
        client.get(3, "/");
        client.frame(Frame.PING, 0, 0, new byte[3]);
        Frame goAway = null;
        for (Frame frame = client.read("GOAWAY"); goAway == null; frame = client.read("GOAWAY")) {
            if (frame.type() == Frame.GOAWAY) {
                goAway = frame;
                break;
            }
        }
        assertThat(goAway.int32(0)).isEqualTo(3);
        assertThat(goAway.error()).isEqualTo(ErrorNumber.FRAME_SIZE_ERROR);
    }

    /** 5.4.2: RST_STREAM is never answered with RST_STREAM. */
    @Test
    void aResetIsNotAnswered() {
        var client = greeted();
        client.headers(1, true, Block.get("/silent"));
        client.reset(1, 8);
        List<Frame> seen = client.expectAlive();
        assertThat(seen).noneMatch(frame -> frame.type() == Frame.RST_STREAM);
    }

    /** 5.4.2: one error on a stream is told once, whatever still comes on it. */
    @Test
    void aStreamErrorIsToldOnce() {
        var client = greeted();
        client.headers(1, false, Block.request("POST", "/").with("UPPER", "case"));
        for (int i = 0; i < 5; i++) {
            client.data(1, false, "x");
        }
        List<Frame> seen = client.expectAlive();
        assertThat(seen).filteredOn(frame -> frame.type() == Frame.RST_STREAM).hasSize(1);
    }
}
