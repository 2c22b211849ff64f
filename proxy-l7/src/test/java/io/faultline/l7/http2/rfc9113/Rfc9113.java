package io.faultline.l7.http2.rfc9113;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.BlackHole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A proxy that clients talk HTTP/2 to, in clear text and over TLS, with an origin behind it that keeps every
 * byte it is asked. Each class of rules runs once over each transport.
 *
 * <p>The rules are those of RFC 9113; each test stands under its section. Where the RFC leaves a choice we are asked for what we chose:
 * a connection error always is a GOAWAY with its code, then the end.
 */
@ExtendWith(LeakGuard.class)
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
abstract class Rfc9113 {

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** What the origin says unless a path asks for something else. */
    static final String BODY = "Hello, HTTP/2";

    private static final String ROUTES =
            "[ { match: { path: /void }, to: void },"
                    + " { match: { path: /own }, respond: { status: 200, body: own } },"
                    + " { to: shop } ]";

    private static TestCertificates files;
    private static BlackHole hole; // connects to it neither succeed nor fail
    static HttpOrigin origin;
    static HttpBench bench;

    @Parameter Transport transport;

    private final List<RawHttp2Client> clients = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) {
        files = new TestCertificates(folder);
        hole = BlackHole.open();
        origin = HttpOrigin.answering(Rfc9113::answer);
        bench =
                HttpBench.start(
                        """
                        workers: 1
                        listeners:
                          - name: clear
                            bind: "127.0.0.1:0"
                            http: { routes: %2$s }
                          - name: secure
                            bind: "127.0.0.1:0"
                            %1$s
                            http: { routes: %2$s }
                        upstreams:
                          shop: { endpoints: [%3$s] }
                          void: { endpoints: ["127.0.0.1:%4$d"] }
                        """
                                .formatted(files.yaml(""), ROUTES, origin.hostPort(), hole.port()));
    }

    @AfterAll
    static void stop() {
        bench.close();
        origin.close();
        hole.close();
    }

    @AfterEach
    void hangUp() {
        clients.forEach(RawHttp2Client::close);
    }

    private static String answer(String request) {
        String path = request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP/"));
        if (path.startsWith("/silent")) {
            return HttpOrigin.SILENT;
        }
        if (path.startsWith("/bytes/")) {
            return HttpOrigin.ok("b".repeat(Integer.parseInt(path.substring(7))));
        }
        if (request.startsWith("HEAD ")) {
            return "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n";
        }
        return switch (path) {
            case "/large-head" ->
                    "HTTP/1.1 200 OK\r\nX-Large: "
                            + "abcdefgh".repeat(3_000)
                            + "\r\nContent-Length: 0\r\n\r\n";
            case "/switches" ->
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                            + "Upgrade: other\r\n\r\n";
            case "/not-modified" ->
                    "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\nETag: \"a\"\r\n\r\n";
            case "/priority" -> "HTTP/1.1 200 OK\r\nPriority: u=1\r\nContent-Length: 0\r\n\r\n";
            case "/no-content" -> "HTTP/1.1 204 No Content\r\n\r\n";
            case "/interim" ->
                    "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + HttpOrigin.ok(BODY);
            case "/trailers" ->
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
                            + "3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n";
            case "/hop-by-hop" ->
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive, x-hop\r\n"
                            + "X-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\n"
                            + "X-End: 2\r\n\r\n";
            default -> HttpOrigin.ok(BODY);
        };
    }

    /** The body of what the origin was asked last. */
    static String lastBody() {
        String request = origin.requests().getLast();
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    /** The content of a body that came in chunks, however those were cut. */
    static String unchunked(String body) {
        var content = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body, at, lineEnd, 16);
            if (size == 0) {
                return content.toString();
            }
            content.append(body, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
        }
    }

    /** A connection on which nothing was said. */
    RawHttp2Client connect() {
        int listener = transport == Transport.CLEAR ? 0 : 1;
        var client =
                RawHttp2Client.connect(
                        bench.server.listeners().get(listener).boundAddress().port(),
                        transport == Transport.CLEAR ? null : files.trusting());
        clients.add(client);
        return client;
    }

    /** A connection on which both sides have said and acknowledged their SETTINGS. */
    RawHttp2Client greeted(int... settings) {
        return connect().greet(settings);
    }
}
