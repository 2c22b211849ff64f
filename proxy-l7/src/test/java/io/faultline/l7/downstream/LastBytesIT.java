package io.faultline.l7.downstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.runtime.DrainReport;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An answer that is complete for us is not yet complete for a client that takes it slowly. */
@ExtendWith(LeakGuard.class)
class LastBytesIT {

    /** More than fits between us and a client that does not read. */
    private static final int REQUESTS = 400;

    /** So often nothing has moved: then nothing will. */
    private static final int LOOKS = 10;

    /** Longer than we linger, and than a connection may be idle here. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_600);

    /** Chunked: a body of known length goes through a pipe, and has ended only when that is empty. */
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n"
                    + "0123456789abcdef".repeat(0x800)
                    + "\r\n0\r\n\r\n";

    @Test
    void aConnectionIsNotIdleWhileAnAnswerIsBeingTaken() {
        String http = "timeouts: { idle: 1s }";
        try (var origin = HttpOrigin.answering(request -> ANSWER);
                var bench = HttpBench.start(HttpBench.config(http, "", origin.hostPort()));
                var client = fillUp(bench, origin)) {
            pause();
            assertWhole(client, REQUESTS);
        }
    }

    @Test
    void aConnectionThatEndsWaitsUntilItsLastAnswerIsTaken() throws Exception {
        try (var origin = HttpOrigin.answering(request -> ANSWER);
                var bench = HttpBench.before(origin);
                var client = fillUp(bench, origin)) {
            int answers = origin.requests().size();
            CompletableFuture<DrainReport> drained = bench.server.drain();
            pause();
            assertWhole(client, answers + 1); // the next request was there already
            assertThat(drained.get(20, TimeUnit.SECONDS).cut()).isZero();
        }
    }

    /** Asks for more than it takes, until the last bytes of an answer do not fit any more. */
    private static RawClient fillUp(HttpBench bench, HttpOrigin origin) {
        RawClient client = ClientSettings.to(bench.port()).withReceiveBuffer(4096).connect();
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(REQUESTS - 1));
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var lastSeen = new AtomicInteger();
        var looks = new AtomicInteger();
        Eventually.until(
                "an answer is stuck",
                () -> {
                    int answers = origin.requests().size();
                    boolean still = lastSeen.getAndSet(answers) == answers;
                    looks.set(still && bench.server.backlogBytes() > 0 ? looks.get() + 1 : 0);
                    return looks.get() == LOOKS;
                });
        return client;
    }

    private static void assertWhole(RawClient client, int answers) {
        String all = new String(client.readToFin(), ISO_8859_1);
        assertThat(all.split("HTTP/1.1 200", -1).length - 1).isEqualTo(answers);
        assertThat(all.substring(all.length() - 7)).isEqualTo("\r\n0\r\n\r\n");
    }

    private static void pause() {
        long since = System.nanoTime();
        Eventually.until("time has passed", () -> System.nanoTime() - since > PAUSE_NANOS);
    }
}
