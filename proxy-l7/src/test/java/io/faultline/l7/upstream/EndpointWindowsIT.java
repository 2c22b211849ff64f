package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.net.RawClient;
import org.junit.jupiter.api.Test;

/** Windows of both directions between us and an endpoint, and settings that change them (RFC 9113 5.2, 6.9). */
class EndpointWindowsIT extends HostileEndpoint {

    private static final int PIECE = 16 * 1024;

    // ---- what the endpoint may send

    @Test
    void moreThanTheWindowOfItsStreamCostsTheStream() {
        Http2Peer client = http2Client(INITIAL_WINDOW_SIZE, 0).get(1, "/slow").get(3, "/other");
        RawHttp2Server server = endpoint.accept().greet();
        int slow = server.request().stream();
        int other = server.request().stream();
        server.head(slow, false, "200");
        for (int sent = 0; sent <= 64 * 1024; sent += PIECE) {
            server.data(slow, false, new byte[PIECE]);
        }
        assertThat(server.awaitReset(slow)).isEqualTo(ErrorNumber.FLOW_CONTROL_ERROR);
        assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.INTERNAL_ERROR);
        expectFault(ApplicationFault.BAD_RESPONSE, "RFC 9113 6.9", "the stream's window");
        server.answer(other, "");
        assertThat(client.awaitStatus(3)).isEqualTo("200");
    }

    @Test
    void moreThanTheWindowOfAllCostsTheConnection() {
        bench("http2: { streamWindow: 1MiB, connectionWindow: 64KiB, maxBufferedBytes: 64KiB }");
        Http2Peer client = http2Client(INITIAL_WINDOW_SIZE, 0).get(1, "/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200");
        // The window comes back while no more than maxBufferedBytes wait here; then nobody owns
        // one.
        for (int sent = 0; sent <= 192 * 1024; sent += PIECE) {
            server.data(stream, false, new byte[PIECE]);
        }
        server.expectConnectionError(ErrorNumber.FLOW_CONTROL_ERROR);
        assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.INTERNAL_ERROR);
        expectFault(ApplicationFault.BAD_RESPONSE, "the connection's window");
    }

    @Test
    void theWindowOfAStreamComesBackAsItsClientTakesBytes() {
        Http2Peer client = http2Client(INITIAL_WINDOW_SIZE, 0).get(1, "/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200");
        for (int sent = 0; sent < 64 * 1024; sent += PIECE) {
            server.data(stream, false, new byte[PIECE]);
        }
        server.expectAlive();
        client.awaitStatus(1);
        client.open(1, 1 << 20).open(0, 1 << 20);
        Frame update = server.await(Frame.WINDOW_UPDATE, stream);
        assertThat(update.int32(0)).isGreaterThanOrEqualTo(32 * 1024);
        server.data(stream, true, new byte[10]);
        assertThat(client.body(1)).hasSize(64 * 1024 + 10);
    }

    @Test
    void paddingCountsAndComesBack() {
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200");
        byte[] padded = new byte[1 + 100 + 255];
        padded[0] = (byte) 255;
        for (int sent = 0; sent < 200 * 1024; sent += padded.length) {
            server.frame(Frame.DATA, Frame.PADDED, stream, padded);
        }
        server.data(stream, true, "end");
        assertThat(answer(client)).endsWith("3\r\nend\r\n0\r\n\r\n");
    }

    // ---- what we may send

    @Test
    void aBodyGoesAsFarAsTheEndpointsWindow() {
        RawClient client = post("/", "x".repeat(1000));
        RawHttp2Server server = endpoint.accept();
        server.greet(INITIAL_WINDOW_SIZE, 100);
        int stream = server.request().stream();
        int sent = server.awaitBody(stream, 100);
        // One exchange begins before the endpoint has said anything, with the window that is usual.
        assertThat(sent).isIn(100, 1000);
        if (sent == 100) {
            server.windowUpdate(stream, 900);
            assertThat(server.awaitBody(stream, 900)).isEqualTo(900);
        }
        server.answer(stream, "taken");
        expectAnswer(client, "taken");
    }

    /** The first exchange is over, so the settings are known: here the window is kept to the byte. */
    private RawHttp2Server settled(int... settings) {
        RawClient first = get("/first");
        RawHttp2Server server = endpoint.accept().greet(settings);
        server.answer(server.request().stream(), "one");
        expectAnswer(first, "one");
        server.expectAlive();
        return server;
    }

    @Test
    void notOneByteMore() {
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 100);
        RawClient client = post("/", "x".repeat(1000));
        int stream = server.request().stream();
        assertThat(server.await(Frame.DATA, stream).length()).isEqualTo(100);
        server.expectNoData(stream);
        server.windowUpdate(stream, 1);
        assertThat(server.await(Frame.DATA, stream).length()).isEqualTo(1);
        server.windowUpdate(stream, 899);
        Frame rest = server.await(Frame.DATA, stream);
        assertThat(rest.length()).isEqualTo(899);
        server.answer(stream, "taken");
        expectAnswer(client, "taken");
    }

    @Test
    void aWindowThatShrinksBelowWhatWasSentIsNegativeUntilItIsOpenedAgain() {
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 400);
        RawClient client = post("/", "x".repeat(1000));
        int stream = server.request().stream();
        assertThat(server.awaitBody(stream, 400)).isEqualTo(400);
        server.settings(INITIAL_WINDOW_SIZE, 100).expectNoData(stream); // -300 now
        server.windowUpdate(stream, 300).expectNoData(stream); // 0
        server.windowUpdate(stream, 50);
        assertThat(server.await(Frame.DATA, stream).length()).isEqualTo(50);
        server.settings(INITIAL_WINDOW_SIZE, 650); // and 550 more
        assertThat(server.awaitBody(stream, 550)).isEqualTo(550);
        server.answer(stream, "taken");
        expectAnswer(client, "taken");
    }

    @Test
    void aWindowOfNothingStallsOneAndNotItsNeighbours() {
        bench("timeouts: { writeStall: 300ms }", "", "");
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 0);
        RawClient stalled = post("/", "x".repeat(1000));
        int stream = server.request().stream();
        RawClient other = get("/other");
        server.answer(server.request().stream(), "served");
        expectAnswer(other, "served");

        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.CANCEL);
        assertThat(answer(stalled)).startsWith("HTTP/1.1 504 ");
        expectFault(TransportFault.WRITE_STALLED, "writeStall");
        server.expectAlive();
    }

    /** The same for a request that is complete before it is sent: one that is tried again. */
    @Test
    void aRequestThatIsSentAgainStallsLikeAnyOther() {
        bench("timeouts: { writeStall: 300ms }", "", "");
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 10);
        RawClient client = post("/", "x".repeat(100));
        int first = server.request().stream();
        server.awaitBody(first, 10);
        server.reset(first, ErrorNumber.REFUSED_STREAM);
        int again = server.request().stream();

        assertThat(server.awaitReset(again)).isEqualTo(ErrorNumber.CANCEL);
        assertThat(answer(client)).startsWith("HTTP/1.1 504 ");
        expectFault(TransportFault.WRITE_STALLED, "writeStall", "waiting=90");
    }

    @Test
    void anAnswerThatStopsIsGivenUp() {
        bench("timeouts: { responseStall: 300ms }", "");
        RawClient client = get("/");
        RawHttp2Server server = endpoint.accept().greet();
        int stream = server.request().stream();
        server.head(stream, false, "200").data(stream, false, "half");
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.CANCEL);
        expectCut(client);
        expectFault(TransportFault.READ_STALLED, "responseStall", "received=4");
        server.expectAlive();
    }

    @Test
    void theWindowOfAllStreamsHoldsThemTogether() {
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 1 << 20);
        RawClient one = post("/one", "x".repeat(60_000));
        int first = server.request().stream();
        assertThat(server.awaitBody(first, 60_000)).isEqualTo(60_000);
        RawClient two = post("/two", "y".repeat(10_000));
        int second = server.request().stream();
        assertThat(server.awaitBody(second, 5_535)).isEqualTo(5_535); // 65,535 in all
        server.expectNoData(second);
        server.windowUpdate(0, 4_465);
        assertThat(server.awaitBody(second, 4_465)).isEqualTo(4_465);
        server.answer(first, "1").answer(second, "2");
        expectAnswer(one, "1");
        expectAnswer(two, "2");
    }

    @Test
    void aWindowOfAStreamAbove2To31CostsTheStream() {
        RawHttp2Server server = settled();
        RawClient client = post("/", "x");
        int stream = server.request().stream();
        server.windowUpdate(stream, Integer.MAX_VALUE);
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.FLOW_CONTROL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "RFC 9113 6.9.1");
        server.expectAlive();
    }

    @Test
    void anUpdateOfNothingCostsTheStream() {
        RawHttp2Server server = settled();
        RawClient client = post("/", "x");
        int stream = server.request().stream();
        server.windowUpdate(stream, 0);
        assertThat(server.awaitReset(stream)).isEqualTo(ErrorNumber.PROTOCOL_ERROR);
        expectBadGateway(client, ApplicationFault.BAD_RESPONSE, "WINDOW_UPDATE of 0");
        server.expectAlive();
    }

    // ---- other settings

    @Test
    void largerFramesAreUsedWhenTheyAreAllowed() {
        RawHttp2Server server = settled(INITIAL_WINDOW_SIZE, 1 << 20, MAX_FRAME_SIZE, 1 << 20);
        RawClient client = post("/", "x".repeat(60_000));
        int stream = server.request().stream();
        assertThat(server.awaitBody(stream, 60_000)).isEqualTo(60_000);
        server.answer(stream, "taken");
        expectAnswer(client, "taken");
    }

    @Test
    void noFrameIsLargerThanAllowed() {
        RawHttp2Server server = settled();
        RawClient client = post("/", "x".repeat(60_000));
        int stream = server.request().stream();
        for (int seen = 0; seen < 60_000; ) {
            Frame frame = server.await(Frame.DATA, stream);
            assertThat(frame.length()).isLessThanOrEqualTo(PIECE);
            seen += frame.length();
        }
        server.answer(stream, "taken");
        expectAnswer(client, "taken");
    }

    /** RFC 7541 4.2, 6.3: the next block begins with the new size, and refers to nothing that is gone. */
    @Test
    void aSmallerTableOfHeadsIsKeptTo() {
        RawHttp2Server server = settled();
        server.settings(HEADER_TABLE_SIZE, 0);
        server.tableSize(0);
        server.expectAlive();
        for (int i = 0; i < 3; i++) {
            RawClient client = get("/table");
            RawHttp2Server.Asked asked = server.request();
            assertThat(asked.head()).containsEntry(":path", "/table");
            server.answer(asked.stream(), "read");
            expectAnswer(client, "read");
        }
    }
}
