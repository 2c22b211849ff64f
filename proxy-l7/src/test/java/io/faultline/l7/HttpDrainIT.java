package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.runtime.DrainReport;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stop under clients of HTTP: each kind of connection ends in its own way, and none loses a request. */
@ExtendWith(LeakGuard.class)
class HttpDrainIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir Path folder;

    private static void ends(CompletableFuture<DrainReport> drained, int cut) {
        assertThat(drained).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(new DrainReport(cut));
    }

    private static String answer(RawClient client) {
        var head = new StringBuilder();
        int length = 0;
        for (String line = client.readLine(); !line.isBlank(); line = client.readLine()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + client.readText(length);
    }

    private static void listenersHaveGone(HttpBench bench) {
        Eventually.until(
                "nobody new",
                () -> {
                    try {
                        bench.connect().close();
                        return false;
                    } catch (UncheckedIOException refused) {
                        return true;
                    }
                });
    }

    @Test
    void anIdleConnectionMayBringOneMoreRequestWhoseAnswerIsItsLast() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            assertThat(answer(client.send(GET))).endsWith("hello").doesNotContain("close");
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);

            assertThat(answer(client.send(GET))).endsWith("hello").contains("connection: close");

            client.expectFin();
            ends(drained, 0);
        }
    }

    @Test
    void aConnectionThatHasNotSpokenYetIsServedToo() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            Eventually.until("it is in", () -> bench.server.openSessions() == 1);
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);

            assertThat(answer(client.send(GET))).endsWith("hello").contains("connection: close");
            ends(drained, 0);
        }
    }

    @Test
    void anIdleConnectionThatStaysSilentEndsInOrder() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            answer(client.send(GET));
            CompletableFuture<DrainReport> drained = bench.server.drain();

            client.expectFin();
            client.close();
            ends(drained, 0);
        }
    }

    @Test
    void anAnswerUnderWayIsFinishedAndSaysThatItIsTheLast() {
        var mayAnswer = new CountDownLatch(1);
        try (var origin =
                        HttpOrigin.answering(
                                request -> {
                                    await(mayAnswer);
                                    return HttpOrigin.ok("late");
                                });
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(GET);
            Eventually.until("asked", () -> !origin.requests().isEmpty());
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);
            mayAnswer.countDown();

            assertThat(answer(client)).endsWith("late").contains("connection: close");
            client.expectFin();
            ends(drained, 0);
        }
    }

    @Test
    void whoIsInItsHandshakeIsServedOnce() throws Exception {
        var files = new TestCertificates(folder);
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()));
                var socket =
                        (SSLSocket)
                                files.trusting()
                                        .getSocketFactory()
                                        .createSocket("localhost", bench.port())) {
            Eventually.until("it is in", () -> bench.server.openSessions() == 1);
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);

            socket.getOutputStream().write(GET.getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .endsWith("hello")
                    .contains("connection: close");
            socket.close();
            ends(drained, 0);
        }
    }

    @Test
    void anHttp2ClientWhoseFirstBytesAreOnTheWayIsServed() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = Http2Peer.connect(bench)) {
            Eventually.until("it is in", () -> bench.server.openSessions() == 1);
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);

            client.greet().get(1, "/");

            assertThat(client.awaitStatus(1)).isEqualTo("200");
            client.close();
            ends(drained, 0);
        }
    }

    @Test
    void aWebSocketLivesToTheDeadlineAndIsToldThatWeGo() {
        try (var origin = ScriptedOrigin.start(HttpDrainIT::upgrade);
                var bench =
                        HttpBench.start(
                                HttpBench.config("", "", origin.hostPort())
                                        + "shutdown: { deadline: 700ms }\n");
                var client = bench.connect()) {
            client.send(
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n");
            assertThat(client.readLine()).contains("101");
            while (!client.readLine().isBlank()) {}
            CompletableFuture<DrainReport> drained = bench.server.drain();
            listenersHaveGone(bench);
            assertThat(client.send("frame\n").readLine()).isEqualTo("frame");

            assertThat(client.readToFin()).containsExactly(0x88, 2, 0x03, 0xe9);
            ends(drained, 1);
        }
    }

    private static void upgrade(OriginConnection connection) throws IOException {
        connection.read(new byte[8192]);
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        Behaviour.echo().serve(connection);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
