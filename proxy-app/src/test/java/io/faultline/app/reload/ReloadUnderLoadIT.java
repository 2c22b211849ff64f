package io.faultline.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.examples.WebOrigin;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.JdkTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty reloads, three of them of files with errors, under clients of every kind: not one fails. */
class ReloadUnderLoadIT {

    private static final int RELOADS = 20;

    @TempDir Path folder;
    private final WebOrigin a = WebOrigin.named("a");
    private final WebOrigin b = WebOrigin.named("b");
    private final ScriptedOrigin echo = ScriptedOrigin.start(Behaviour.echo());
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final AtomicInteger served = new AtomicInteger();
    private volatile boolean over;

    @AfterEach
    void stop() {
        over = true;
        clients.shutdownNow();
        a.close();
        b.close();
        echo.close();
    }

    /** Every one is another one: routes, timeouts, the pool, an upstream that comes and goes. */
    private String config(int number) {
        String upstream = number % 2 == 0 ? "a" : "b";
        String more =
                number % 3 == 0 ? "  extra: { endpoints: [\"%s\"] }%n".formatted(b.hostPort()) : "";
        String text =
                """
                listeners:
                  - { name: web, bind: "127.0.0.1:0", http: { routes: [ { to: UPSTREAM } ], timeouts: { idle: 6NUMBERs } } }
                  - { name: secure, bind: "127.0.0.1:0", tls: { certificates: [ { cert: c.pem, key: c.key } ] }, http: { routes: [ { to: UPSTREAM } ] } }
                  - { name: bytes, bind: "127.0.0.1:0", tcp: { to: echo } }
                upstreams:
                  a: { endpoints: ["A"], pool: { maxIdle: 1NUMBER } }
                  b: { endpoints: ["B", "A"], balance: least-connections }
                  echo: { endpoints: ["ECHO"] }
                """
                        .replace("UPSTREAM", upstream)
                        .replace("NUMBER", Integer.toString(number % 10))
                        .replace("\"A\"", '"' + a.hostPort() + '"')
                        .replace("\"B\"", '"' + b.hostPort() + '"')
                        .replace("ECHO", echo.hostPort());
        return text + more;
    }

    /** Files beside the configuration, and who trusts them. */
    private SSLContext certificate() throws IOException {
        Instant now = Instant.now();
        var authority = SelfMadeAuthority.create("reload", now);
        Issued own = authority.issue(CertificateSpec.server(now, "localhost", "127.0.0.1"));
        Files.writeString(folder.resolve("c.pem"), own.certificatePem());
        Files.writeString(folder.resolve("c.key"), own.keyPem());
        return JdkTls.trusting(authority.self().certificate());
    }

    @Test
    void notOneRequestFailsAndNotOneTunnelBreaks() throws Exception {
        SSLContext trusting = certificate();
        try (var bench = new ReloadBench(folder, config(0))) {
            List<Future<?>> running = new ArrayList<>();
            String plain = "http://127.0.0.1:" + bench.port("web") + "/";
            String secure = "https://127.0.0.1:" + bench.port("secure") + "/";
            for (int i = 0; i < 4; i++) {
                running.add(clients.submit(() -> ask(trusting, Version.HTTP_1_1, plain)));
                running.add(clients.submit(() -> ask(trusting, Version.HTTP_2, secure)));
            }
            running.add(clients.submit(() -> askOnNewConnections(bench.port("web"))));
            running.add(clients.submit(() -> sendBytes(bench.port("bytes"))));
            running.add(clients.submit(() -> tunnel(bench.port("web"))));

            for (int number = 1; number <= RELOADS; number++) {
                int before = served.get();
                boolean broken = number % 7 == 3;
                ReloadOutcome outcome = bench.reload(broken ? "listeners: [" : config(number));
                assertThat(outcome.applied()).isNotEqualTo(broken);
                awaitMore(before, running);
            }

            over = true;
            for (Future<?> each : running) {
                each.get(); // throws what the client met
            }
        }
    }

    /** Each kind of client has got on under this configuration, or has failed. */
    private void awaitMore(int before, List<Future<?>> running) {
        Eventually.until(
                "the clients to get on",
                () -> served.get() >= before + 50 || running.stream().anyMatch(Future::isDone));
    }

    private Void ask(SSLContext trusting, Version version, String url) {
        try (HttpClient client =
                HttpClient.newBuilder().version(version).sslContext(trusting).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            return whileServed(
                    () -> {
                        HttpResponse<String> answer =
                                client.send(request, HttpResponse.BodyHandlers.ofString());
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(answer.version()).isEqualTo(version);
                        return null;
                    });
        }
    }

    private Void askOnNewConnections(int port) {
        return whileServed(
                () -> {
                    try (RawClient client = RawClient.connect(port)) {
                        assertThat(ReloadBench.get(client, "/")).endsWith(" up");
                    }
                    return null;
                });
    }

    private Void sendBytes(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return whileServed(
                    () -> {
                        assertThat(client.send("ping\n").readLine()).isEqualTo("ping");
                        return null;
                    });
        }
    }

    private Void tunnel(int port) {
        try (RawClient client = RawClient.connect(port)) {
            client.send(
                    "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.readLine()).contains("101");
            while (!client.readLine().isBlank()) {}
            return whileServed(
                    () -> {
                        assertThat(client.send("frame\n").readLine()).isEqualTo("frame");
                        return null;
                    });
        }
    }

    private Void whileServed(Callable<Void> step) {
        try {
            while (!over) {
                step.call();
                served.incrementAndGet();
            }
            return null;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
