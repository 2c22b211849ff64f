package io.faultline.app.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the examples with an {@code http} section promise. */
final class HttpExamples {

    private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: (served-by=[^;\\r]+)");

    private HttpExamples() {}

    static void simpleSite(Example example) throws Exception {
        try (var one = WebOrigin.named("one");
                var two = WebOrigin.named("two")) {
            example.with("10.0.0.1:80", one.hostPort())
                    .with("10.0.0.2:80", two.hostPort())
                    .with("accessLog: { file: stdout, format: combined }", "")
                    .with("interval: 1s", "interval: 100ms")
                    .serve();
            assertThat(IntStream.range(0, 40).mapToObj(i -> get(example, "/")))
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 200 "))
                    .anyMatch(answer -> answer.contains("one up"))
                    .anyMatch(answer -> answer.contains("two up"));

            one.kill();
            assertThat(IntStream.range(0, 40).mapToObj(i -> get(example, "/")))
                    .allMatch(answer -> answer.contains("two up"));

            two.answering(head -> head.startsWith("GET /healthz") ? "503 No" : "200 OK");
            Eventually.until(
                    "the check to say so", () -> get(example, "/").startsWith("HTTP/1.1 503 "));
        }
    }

    static void limits(Example example) throws Exception {
        var asked = new AtomicInteger();
        try (var shop = WebOrigin.named("shop");
                var search = WebOrigin.named("search")) {
            search.answering(
                    head -> {
                        asked.incrementAndGet();
                        return "500 Oops";
                    });
            example.with("10.0.3.1:8080, 10.0.3.2:8080", shop.hostPort())
                    .with("10.0.4.1:8080", search.hostPort())
                    .with("requests: 100 }", "requests: 10000 }")
                    .with("open: 5s", "open: 5m")
                    .serve();

            assertThat(get(example, "/admin")).startsWith("HTTP/1.1 403 ");
            assertThat(IntStream.range(0, 4).mapToObj(i -> get(example, "/login").substring(9, 12)))
                    .containsExactly("200", "200", "200", "429");

            assertThat(IntStream.range(0, 20).mapToObj(i -> get(example, "/search")))
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 500 "));
            assertThat(get(example, "/search")).startsWith("HTTP/1.1 503 ");
            assertThat(asked).as("requests that it had to bear").hasValue(20);
            assertThat(get(example, "/")).contains("shop up");
        }
    }

    static void pathSplit(Example example) throws Exception {
        try (var pay = WebOrigin.named("pay");
                var images = WebOrigin.named("images");
                var shop = WebOrigin.named("shop")) {
            example.with("10.0.1.1:8080, 10.0.1.2:8080", pay.hostPort())
                    .with("10.0.2.1:80", images.hostPort())
                    .with("10.0.3.1:8080, 10.0.3.2:8080", shop.hostPort())
                    .serve();

            assertThat(get(example, "/checkout")).contains("pay up");
            assertThat(get(example, "/checkout/7?x=1")).contains("pay up\nGET /checkout/7?x=1 ");
            assertThat(get(example, "/checkout-old")).contains("shop up");
            assertThat(get(example, "/img/logo.png"))
                    .contains("images up")
                    .containsIgnoringCase("\r\nCache-Control: public, max-age=86400\r\n");
            assertThat(get(example, "/")).contains("shop up");
        }
    }

    static void canary(Example example) throws Exception {
        try (var stable = WebOrigin.named("stable");
                var canary = WebOrigin.named("canary")) {
            example.with("10.0.0.1:8080, 10.0.0.2:8080", stable.hostPort())
                    .with("10.0.0.9:8080", canary.hostPort())
                    .serve();

            assertThat(ask(example, "GET / HTTP/1.1\r\nX-Version: canary\r\n"))
                    .contains("canary up");
            Set<String> versions = new HashSet<>();
            int moved = 0;
            for (int visitor = 0; visitor < 300; visitor++) {
                String cookie = "GET / HTTP/1.1\r\nCookie: session=s" + visitor + "\r\n";
                String first = version(ask(example, cookie));
                assertThat(version(ask(example, cookie)))
                        .as("visitor %d", visitor)
                        .isEqualTo(first);
                versions.add(first);
                moved += first.equals("canary") ? 1 : 0;
            }
            assertThat(versions).containsExactlyInAnyOrder("stable", "canary");
            assertThat(moved).as("of 300 visitors, 15 expected").isBetween(3, 40);
        }
    }

    private static String version(String answer) {
        return answer.contains("canary up") ? "canary" : "stable";
    }

    static void sticky(Example example) throws Exception {
        try (var one = WebOrigin.named("one");
                var two = WebOrigin.named("two")) {
            example.with("10.0.0.1:8080", one.hostPort())
                    .with("10.0.0.2:8080", two.hostPort())
                    .serve();

            String first = get(example, "/");
            String request = "GET / HTTP/1.1\r\nCookie: " + cookieOf(first) + "\r\n";
            String home = first.contains("one up") ? "one up" : "two up";
            assertThat(IntStream.range(0, 40).mapToObj(i -> ask(example, request)))
                    .allMatch(answer -> answer.contains(home));

            (home.equals("one up") ? one : two).kill();
            String moved = ask(example, request);
            assertThat(moved).contains(home.equals("one up") ? "two up" : "one up");
            assertThat(cookieOf(moved)).isNotEqualTo(cookieOf(first));
        }
    }

    private static String cookieOf(String answer) {
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return cookie.group(1);
    }

    static void redirectToHttps(Example example) throws Exception {
        try (var acme = WebOrigin.named("acme")) {
            example.with("10.0.0.5:8402", acme.hostPort()).serve();

            assertThat(ask(example, "POST /cart?id=7 HTTP/1.1\r\nContent-Length: 0\r\n"))
                    .startsWith("HTTP/1.1 308 ")
                    .contains("\r\nLocation: https://shop.example.com/cart?id=7\r\n");
            assertThat(get(example, "/.well-known/acme-challenge/x")).contains("acme up");
        }
    }

    static void webSocket(Example example) throws Exception {
        try (var chat = WebOrigin.named("chat");
                var site = WebOrigin.named("site")) {
            example.with("10.0.0.1:9000, 10.0.0.2:9000", chat.hostPort())
                    .with("10.0.0.3:80", site.hostPort())
                    .serve();

            assertThat(get(example, "/")).contains("site up");
            try (RawClient client = example.connect()) {
                client.send(
                        "GET /chat HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
                assertThat(client.readLine()).startsWith("HTTP/1.1 101 ");
                while (!client.readLine().isBlank()) {
                    // The head ends with an empty line.
                }
                client.send("\u0081\u0082mask");
                assertThat(client.readText(6)).isEqualTo("\u0081\u0082mask");
            }
        }
    }

    static void matchAndRewrite(Example example) throws Exception {
        try (var old = WebOrigin.named("old");
                var orders = WebOrigin.named("orders")) {
            example.with("10.0.0.1:8080", old.hostPort())
                    .with("10.0.0.2:8080", orders.hostPort())
                    .serve();

            assertThat(api(example, "GET /v1/users/7?x=1", ""))
                    .contains("old up\nGET /users/7?x=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nHost: old.internal\r\n");
            assertThat(api(example, "GET /orders/17", "")).contains("orders up\nGET /order/17 ");
            assertThat(api(example, "GET /orders/x", "")).contains("orders up\nGET /orders/x ");
            assertThat(api(example, "GET /orders?preview", "")).contains("old up");
            assertThat(api(example, "POST /orders", "Content-Length: 0\r\n"))
                    .startsWith("HTTP/1.1 401 ")
                    .endsWith("a token, please\n");
            assertThat(
                            api(
                                    example,
                                    "POST /orders",
                                    "Content-Length: 0\r\nAuthorization: Bearer t\r\nX-Debug: 1\r\n"))
                    .contains("orders up\nPOST /orders ")
                    .containsIgnoringCase("\r\nX-Api: 2\r\n")
                    .doesNotContainIgnoringCase("X-Debug");
            assertThat(get(example, "/orders")).as("another host").startsWith("HTTP/1.1 404 ");
        }
    }

    /** The story of docs/guide/l4-or-l7.md. */
    static void l4AndL7(Example example) throws Exception {
        try (var one = WebOrigin.named("pay-1").answering(HttpExamples::payments);
                var two = WebOrigin.named("pay-2").answering(HttpExamples::payments);
                var shop = WebOrigin.named("shop").answering(HttpExamples::shop)) {
            example.with("10.0.0.1:8080", one.hostPort())
                    .with("10.0.0.2:8080", two.hostPort())
                    .with("10.0.0.3:8080", shop.hostPort())
                    .with("interval: 500ms", "interval: 100ms")
                    .serve();

            assertThat(IntStream.range(0, 60).mapToObj(i -> get(example, "/checkout")))
                    .as("L7 sends it where it is served")
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 200 "));
            assertThat(IntStream.range(0, 60).mapToObj(i -> overL4(example, "/checkout")))
                    .as("L4 sends it to whoever is next")
                    .anyMatch(answer -> answer.startsWith("HTTP/1.1 404 "))
                    .anyMatch(answer -> answer.startsWith("HTTP/1.1 200 "));

            two.answering(head -> "503 Database gone");
            Eventually.until(
                    "the HTTP check to take it out",
                    () ->
                            IntStream.range(0, 20)
                                    .mapToObj(i -> get(example, "/checkout"))
                                    .allMatch(answer -> answer.contains("pay-1 up")));
            assertThat(IntStream.range(0, 60).mapToObj(i -> overL4(example, "/checkout")))
                    .as("the port is open, and L4 knows no more")
                    .anyMatch(answer -> answer.startsWith("HTTP/1.1 503 "));
        }
    }

    private static String payments(String head) {
        return head.contains(" /checkout") || head.contains(" /healthz") ? "200 OK" : "404 No";
    }

    private static String shop(String head) {
        return head.contains(" /checkout") ? "404 No" : "200 OK";
    }

    // ---- clients

    private static String get(Example example, String path) {
        return ask(example, "GET " + path + " HTTP/1.1\r\n");
    }

    private static String ask(Example example, String head) {
        return exchange(example.port(), head + "Host: shop.example.com\r\n");
    }

    private static String api(Example example, String request, String fields) {
        return exchange(
                example.port(), request + " HTTP/1.1\r\nHost: api.example.com\r\n" + fields);
    }

    /** Behind L4 nobody ends the connection but this client: the origin keeps it. */
    private static String overL4(Example example, String path) {
        int port = example.proxy().server().listeners().get(1).boundAddress().port();
        try (RawClient client = RawClient.connect(ClientSettings.to(port))) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n").halfClose();
            return new String(client.readToFin(), ISO_8859_1);
        }
    }

    private static String exchange(int port, String head) {
        try (RawClient client = RawClient.connect(ClientSettings.to(port))) {
            client.send(head + "Connection: close\r\n\r\n");
            return new String(client.readToFin(), ISO_8859_1);
        }
    }
}
