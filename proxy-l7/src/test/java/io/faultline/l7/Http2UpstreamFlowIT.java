package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The slow side sets the pace, and only of its own stream: clients of HTTP/1, an endpoint of HTTP/2. */
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
}
