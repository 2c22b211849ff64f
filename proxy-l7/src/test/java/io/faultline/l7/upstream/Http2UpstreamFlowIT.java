package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.Http2Origin;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The slow side sets the pace, and only of its own stream: an endpoint of HTTP/2, and clients of either version. What is measured is
 * the most that is ever between the two, not only how it ends.
 */
class Http2UpstreamFlowIT {

    private static final int PIECE = 16 * 1024;
    private static final long LENGTH = 128L * 1024 * 1024;

    /** What windows, the kernel's buffers of two connections and ours may hold together. */
    private static final long MOST_ON_THE_WAY = 16L * 1024 * 1024;

    private static HttpBench bench(Http2Origin origin) {
        return HttpBench.start(
                HttpBench.config("limits: { maxBodyBytes: 1GiB }", "", origin.hostPort())
                        .replace("endpoints:", "protocol: h2c, endpoints:"));
    }

    /** Sends the next piece when the last one has gone: as fast as its windows open. */
    private static void stream(Http2Origin.Call call, long left, AtomicLong sent) {
        int length = (int) Math.min(PIECE, left);
        boolean last = length == left;
        call.context
                .writeAndFlush(
                        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[length]), last)
                                .stream(call.stream))
                .addListener(
                        done -> {
                            if (done.isSuccess()) {
                                sent.addAndGet(length);
                                if (!last) {
                                    call.context
                                            .executor()
                                            .execute(() -> stream(call, left - length, sent));
                                }
                            }
                        });
    }

    private static long awaitStandstill(AtomicLong counter) {
        var seen = new AtomicLong(-1);
        var calm = new AtomicLong();
        Eventually.until(
                "nothing to move any more",
                () -> {
                    long now = counter.get();
                    boolean same = now > 0 && now == seen.getAndSet(now);
                    return (same ? calm.incrementAndGet() : calm.getAndSet(0)) > 10;
                });
        return counter.get();
    }

    @Test
    void aDownloadGoesAsFastAsItsClientAndStallsNobodyElse() {
        var sent = new AtomicLong();
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.header(":path").equals("/large")) {
                                        call.head("200", false, "content-length", "" + LENGTH);
                                        stream(call, LENGTH, sent);
                                    } else {
                                        call.answer("200", "small");
                                    }
                                });
                var bench = bench(origin);
                RawClient slow = bench.connect()) {
            slow.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(awaitStandstill(sent)).isLessThan(MOST_ON_THE_WAY);
            for (int i = 0; i < 99; i++) {
                assertThat(bench.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                        .contains("small");
            }
            assertThat(origin.connections).as("beside it on one connection").hasValue(1);
            byte[] all = slow.readToFin();
            int head = new String(all, 0, 1024, ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertThat((long) all.length - head).isEqualTo(LENGTH);
        }
    }

    @Test
    void anUploadWaitsForAnEndpointThatTakesNothing() {
        try (var origin = Http2Origin.answering(call -> {}).early().readingNothing();
                var bench = bench(origin);
                RawClient client = bench.connect()) {
            client.send(
                    "POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: " + LENGTH + "\r\n\r\n");
            assertThat(client.sendUntilBlocked(Duration.ofSeconds(1))).isLessThan(MOST_ON_THE_WAY);
            assertThat(bench.exchange("GET / HTTP/1.1\r\nHost: b\r\nContent-Length: x\r\n\r\n"))
                    .as("the worker serves on")
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    // ---- HTTP/2 on both sides

    private static final long LARGE = 32L * 1024 * 1024;

    /** Everything between the two: the windows of a stream and of its connection, on either side, and a turn. */
    private static final long MOST_BETWEEN_STREAMS = 4L * 1024 * 1024;

    @Test
    void throughTwoConnectionsADownloadStallsNoNeighbour() {
        var sent = new AtomicLong();
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    if (call.header(":path").equals("/large")) {
                                        call.head("200", false, "content-length", "" + LARGE);
                                        stream(call, LARGE, sent);
                                    } else {
                                        call.answer("200", "small");
                                    }
                                });
                var bench = bench(origin);
                var client = Http2Peer.connect(bench).greet().open(0, 1 << 30)) {
            client.get(1, "/large");
            assertThat(client.awaitStatus(1)).isEqualTo("200");
            assertThat(awaitStandstill(sent)).isLessThan(MOST_BETWEEN_STREAMS);
            for (int stream = 3; stream < 3 + 2 * 99; stream += 2) {
                client.get(stream, "/");
                assertThat(client.awaitStatus(stream)).isEqualTo("200");
                assertThat(client.body(stream)).isEqualTo("small");
            }
            assertThat(origin.connections).as("beside it on one connection").hasValue(1);

            client.open(1, 1 << 30);
            long received = 65_535; // before the window was opened, and skipped above
            long mostBetween = 0;
            while (received < LARGE) {
                received += client.await(FrameType.DATA, 1).payload().length;
                mostBetween = Math.max(mostBetween, sent.get() - received);
            }
            assertThat(received).isEqualTo(LARGE);
            assertThat(mostBetween).isLessThan(MOST_ON_THE_WAY);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void throughTwoConnectionsAnUploadWaitsForItsEndpointAlone() {
        try (var origin =
                        Http2Origin.answering(
                                        call -> {
                                            if (!call.header(":path").equals("/large")) {
                                                call.answer("200", "small");
                                            }
                                        })
                                .early()
                                .readingNothing();
                var bench = bench(origin);
                var client = Http2Peer.connect(bench).greet()) {
            client.request(1, false, "POST", "/large");
            long sent = 0;
            var piece = new byte[PIECE];
            long window = 65_535;
            for (int quiet = 0; quiet < 3; ) {
                while (window >= PIECE && client.window() >= PIECE) {
                    client.data(1, false, piece);
                    window -= PIECE;
                    sent += PIECE;
                }
                // The proxy has seen all of it when it has answered another request.
                int other = 101 + 2 * (int) (sent / PIECE) + 1000 * quiet;
                client.get(other, "/");
                long opened = client.windowUntilStatus(1, other);
                quiet = opened == 0 ? quiet + 1 : 0;
                window += opened;
            }
            assertThat(sent).isLessThan(MOST_BETWEEN_STREAMS);
            assertThat(bench.server.backlogBytes()).isLessThan(MOST_BETWEEN_STREAMS);
            assertThat(origin.connections).hasValue(1);
        }
    }
}
