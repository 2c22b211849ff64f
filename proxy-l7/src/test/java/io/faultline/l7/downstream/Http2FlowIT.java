package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Bodies go as fast as the slower side takes them, and nobody waits for somebody else's. */
class Http2FlowIT extends BothTransports {

    private static final int PIECE = 16 * 1024;

    private static String headOf(OriginConnection connection) throws IOException {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (head.indexOf("\r\n\r\n") < 0 && connection.read(one) == 1) {
            head.append((char) one[0]);
        }
        return head.toString();
    }

    /** Reads of a body only what the test lets it; whatever else is asked is answered at once. */
    private static HttpOrigin lazy(CountDownLatch goOn) {
        return HttpOrigin.behaving(
                connection -> {
                    String head;
                    while (!(head = headOf(connection)).isEmpty()) {
                        if (head.startsWith("POST")) {
                            await(goOn);
                            connection.drain();
                            return;
                        }
                        connection.write(HttpOrigin.ok("hello"));
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends as the windows allow until they have been shut for good; returns how much went. */
    private static long upload(Http2Peer client, int stream) {
        long sent = 0;
        long window = 64 * 1024;
        byte[] piece = new byte[PIECE];
        int quiet = 0;
        while (quiet < 3) {
            while (window >= PIECE && client.window() >= PIECE) {
                client.data(stream, false, piece);
                window -= PIECE;
                sent += PIECE;
                quiet = 0;
            }
            client.frame(FrameType.PING, 0, 0, new byte[8]);
            Http2Peer.Frame frame;
            do {
                frame = client.read();
                if (frame.is(FrameType.WINDOW_UPDATE, stream)) {
                    window += frame.int32(0);
                }
            } while (frame.type() != FrameType.PING);
            quiet++;
        }
        return sent;
    }

    @Test
    void uploadsThatNobodyTakesHoldNeitherMemoryNorTheirNeighbours() {
        var goOn = new CountDownLatch(1);
        try (var origin = lazy(goOn);
                var bench = before(origin);
                var client = connect(bench).greet()) {
            long sent = 0;
            for (int stream = 1; stream < 16; stream += 2) {
                client.request(stream, false, "POST", "/up");
            }
            for (int stream = 1; stream < 16; stream += 2) {
                sent += upload(client, stream);
            }
            // What the endpoints' sockets took is not ours. The rest is bounded: by what may wait
            // on a
            // connection, its window, and what each endpoint's wire holds of one read.
            assertThat(sent).isGreaterThan(8 * 60 * 1024);
            assertThat(bench.server.backlogBytes())
                    .isPositive()
                    .isLessThan((1 + 1) * 1024 * 1024 + 8 * 128 * 1024);
            client.expectServed(101);
            goOn.countDown();
        }
    }

    @Test
    void aClientThatDoesNotReadOneAnswerGetsTheOthers() {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        HttpOrigin.ok(
                                                request.startsWith("GET /large")
                                                        ? "x".repeat(1_000_000)
                                                        : "small"));
                var bench = before(origin);
                var client = connect(bench).greet().open(0, 10_000_000)) {
            client.get(1, "/large");
            for (int stream = 3; stream < 200; stream += 2) {
                client.get(stream, "/s");
                assertThat(client.awaitStatus(stream)).isEqualTo("200");
                assertThat(client.body(stream)).isEqualTo("small");
            }
            client.open(1, 10_000_000);
            int left = 1_000_000 - 65_535;
            while (left > 0) {
                left -= client.await(FrameType.DATA, 1).payload().length;
            }
            assertThat(left).isZero();
        }
    }

    @Test
    void manyDownloadsShareTheConnectionInTurn() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.ok("x".repeat(300_000)));
                var bench = before(origin);
                var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 1_000_000)) {
            for (int stream = 1; stream < 20; stream += 2) {
                client.get(stream, "/");
            }
            int ended = 0;
            int lastStream = 0;
            int turns = 0;
            while (ended < 10) {
                Http2Peer.Frame frame = client.await(f -> f.type() == FrameType.DATA);
                turns += frame.stream() == lastStream ? 0 : 1;
                lastStream = frame.stream();
                ended += frame.endsStream() ? 1 : 0;
                if (frame.payload().length > 0) {
                    client.open(0, frame.payload().length);
                }
            }
            assertThat(turns).as("changes from one stream to another").isGreaterThan(20);
        }
    }

    /** One piece each, however much each has: none waits for another one's end. */
    @Test
    void aWindowThatOpensIsShared() {
        int first = Settings.DEFAULT_WINDOW;
        int each = 60_000;
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        HttpOrigin.ok(
                                                "x"
                                                        .repeat(
                                                                request.startsWith("GET /first")
                                                                        ? first
                                                                        : each)));
                var bench = before(origin);
                var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 1_000_000)) {
            client.get(1, "/first");
            client.await(frame -> frame.type() == FrameType.DATA && frame.endsStream());
            for (int stream = 3; stream < 21; stream += 2) {
                client.get(stream, "/more");
            }
            Eventually.until("all wait", () -> bench.server.backlogBytes() >= 9 * each);
            client.open(0, 9 * PIECE);
            var got = new TreeMap<Integer, Integer>();
            for (int sum = 0; sum < 9 * PIECE; ) {
                Http2Peer.Frame frame = client.await(f -> f.type() == FrameType.DATA);
                sum += frame.payload().length;
                got.merge(frame.stream(), frame.payload().length, Integer::sum);
            }
            assertThat(got).hasSize(9);
            assertThat(got.values()).containsOnly(PIECE);
        }
    }

    @Test
    void aDownloadGoesOnWhereTheWindowLetsIt() {
        try (var origin = HttpOrigin.saying("0123456789");
                var bench = before(origin);
                var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 4)) {
            client.get(1, "/");
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("0123");
            client.open(1, 1);
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("4");
            client.settings(Settings.INITIAL_WINDOW_SIZE, 3);
            client.open(1, 2);
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("5");
            client.settings(Settings.INITIAL_WINDOW_SIZE, 20);
            Http2Peer.Frame rest = client.await(FrameType.DATA, 1);
            assertThat(rest.text()).isEqualTo("6789");
            assertThat(rest.endsStream()).isTrue();
        }
    }

    @Test
    void aResetOfTheClientEndsTheExchangeAtTheEndpoint() {
        var left = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.behaving(
                                connection -> {
                                    headOf(connection);
                                    try {
                                        connection.drain();
                                    } finally {
                                        left.countDown();
                                    }
                                });
                var bench = before(origin);
                var client = connect(bench).greet()) {
            client.get(1, "/");
            origin.socket().awaitConnection(1).awaitReceived(20);
            client.reset(1);
            await(left);
            assertThat(bench.evidenceOf(ApplicationFault.CLIENT_ABORT))
                    .contains("RST_STREAM CANCEL");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoWholeOne() {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"
                                                + "Connection: close\r\n\r\nhalf");
                var bench = before(origin);
                var client = connect(bench).greet()) {
            client.get(1, "/");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.INTERNAL_ERROR);
            bench.awaitFault(ApplicationFault.RESPONSE_INCOMPLETE);
        }
    }

    @Test
    void anEarlyAnswerAsksForNoMoreOfTheRequest() {
        String http = "limits: { maxBodyBytes: 10 }";
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench(http, origin);
                var client = connect(bench).greet()) {
            client.request(1, false, "POST", "/").data(1, false, "more than ten bytes");
            assertThat(client.awaitStatus(1)).isEqualTo("413");
            client.body(1);
            assertThat(client.awaitReset(1)).isEqualTo(ErrorCode.NO_ERROR);
            client.data(1, true, "what was on its way");
            client.expectServed(3);
        }
    }

    @Test
    void trailersPassBothWays() {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
                        + "x-sum: 1\r\n\r\n";
        try (var origin = HttpOrigin.answering(request -> chunked);
                var bench = before(origin);
                var client = connect(bench).greet()) {
            byte[] trailer = {0, 5, 'x', '-', 'e', 'n', 'd', 1, 'y'};
            client.request(1, false, "POST", "/", "te", "trailers").data(1, false, "body");
            client.frame(
                    FrameType.HEADERS, FrameType.END_HEADERS | FrameType.END_STREAM, 1, trailer);
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(client.await(FrameType.DATA, 1).text()).isEqualTo("hello");
            assertThat(client.await(FrameType.HEADERS, 1).endsStream()).isTrue();
            assertThat(origin.requests().getFirst()).contains("4\r\nbody\r\n0\r\nx-end: y\r\n\r\n");
        }
    }
}
