package io.faultline.app.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/**
 * Clients of every kind that never stop, and never forgive: no request is tried again. All are POST, for
 * which no client library does so behind our back.
 */
final class Crowd implements AutoCloseable {

    enum Kind {
        HTTP1,
        HTTP1_NEW_CONNECTION,
        HTTP2,
        WEBSOCKET,
        TCP,
        TCP_NEW_CONNECTION
    }

    // The queue of a supervisor's socket keeps clients for as long as a JVM needs to start.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<Kind, LongAdder> served = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private volatile boolean over;

    void start(int web, int secure, int bytes, SSLContext trusting) {
        for (int i = 0; i < 4; i++) {
            run(Kind.HTTP1, () -> askOnOneConnection(web));
        }
        for (int i = 0; i < 2; i++) {
            run(Kind.HTTP1_NEW_CONNECTION, () -> askOnNewConnections(web));
            run(Kind.HTTP2, () -> askInHttp2(secure, trusting));
            run(Kind.TCP, () -> echoOnOneConnection(bytes));
            run(Kind.TCP_NEW_CONNECTION, () -> echoOnNewConnections(bytes));
        }
        for (int i = 0; i < 3; i++) {
            run(Kind.WEBSOCKET, () -> tunnel(web));
        }
    }

    private void run(Kind kind, Callable<Void> client) {
        served.computeIfAbsent(kind, unseen -> new LongAdder());
        clients.submit(
                () -> {
                    try {
                        client.call();
                    } catch (Exception | AssertionError e) {
                        failures.add(
                                kind
                                        + ": "
                                        + e
                                        + (e.getCause() == null ? "" : ", " + e.getCause()));
                    }
                });
    }

    private static RawClient connect(int port) {
        return ClientSettings.to(port).withPatience(PATIENCE).connect();
    }

    private Void askOnOneConnection(int port) {
        while (!over) {
            try (RawClient client = connect(port)) {
                // Until the answer says that it is the last one here.
                while (!over && ask(client)) {
                    count(Kind.HTTP1);
                }
                count(Kind.HTTP1);
            }
        }
        return null;
    }

    private Void askOnNewConnections(int port) {
        while (!over) {
            try (RawClient client = connect(port)) {
                ask(client);
                count(Kind.HTTP1_NEW_CONNECTION);
            }
        }
        return null;
    }

    /** Whether the connection may be used again. */
    private static boolean ask(RawClient client) {
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.readLine().strip()).isEqualTo("HTTP/1.1 200 OK");
        int length = 0;
        boolean last = false;
        for (String line = client.readLine(); !line.isBlank(); line = client.readLine()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(field.substring(15).strip());
            }
            last |= field.startsWith("connection:") && field.contains("close");
        }
        assertThat(client.readText(length)).contains(" up");
        return !last;
    }

    private Void askInHttp2(int port, SSLContext trusting) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port + "/");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(Version.HTTP_2).sslContext(trusting).build()) {
            while (!over) {
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(Version.HTTP_2);
                count(Kind.HTTP2);
            }
        }
        return null;
    }

    private Void echoOnOneConnection(int port) {
        try (RawClient client = connect(port)) {
            return exchange(client, Kind.TCP);
        }
    }

    private Void echoOnNewConnections(int port) {
        while (!over) {
            try (RawClient client = connect(port)) {
                assertThat(client.send("hello\n").readLine()).isEqualTo("hello");
                client.halfClose().expectFin();
                count(Kind.TCP_NEW_CONNECTION);
            }
        }
        return null;
    }

    private Void tunnel(int port) {
        try (RawClient client = connect(port)) {
            client.send(
                    "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(client.readLine()).contains("101");
            while (!client.readLine().isBlank()) {}
            return exchange(client, Kind.WEBSOCKET);
        }
    }

    private Void exchange(RawClient client, Kind kind) {
        while (!over) {
            assertThat(client.send("frame\n").readLine()).isEqualTo("frame");
            count(kind);
        }
        client.halfClose().expectFin();
        return null;
    }

    private void count(Kind kind) {
        served.get(kind).increment();
    }

    /** What went well so far, of every kind. */
    Map<Kind, Long> served() {
        var now = new TreeMap<Kind, Long>();
        served.forEach((kind, count) -> now.put(kind, count.sum()));
        return now;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Every client ends what it is at, and leaves. */
    void leave() throws InterruptedException {
        over = true;
        clients.shutdown();
        assertThat(clients.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
    }
}
