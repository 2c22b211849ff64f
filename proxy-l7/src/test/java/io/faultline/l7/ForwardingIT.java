package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that reach their origin and answers that come back, when nothing goes wrong. */
@ExtendWith(LeakGuard.class)
class ForwardingIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aRequestArrivesAndItsAnswerComesBack(Kind kind) {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(HttpBench.config("", "", origin.hostPort()), kind)) {
            String answer =
                    bench.exchange(
                            "GET /a?b=c HTTP/1.1\r\nHost: shop\r\nX-Mine: 1\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
            assertThat(origin.requests().getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .contains("\r\nHost: shop\r\n")
                    .contains("\r\nX-Mine: 1\r\n")
                    .doesNotContain("Connection: close");
        }
    }

    @Test
    void bothConnectionsAreUsedAgain() {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            for (int i = 0; i < 20; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                readAnswer(client, "x");
            }
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(origin.requests()).hasSize(20);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.ok(pathOf(request)));
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            var all = new StringBuilder();
            for (int i = 100; i < 150; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(all.toString());
            for (int i = 100; i < 150; i++) {
                readAnswer(client, "/" + i);
            }
        }
    }

    @Test
    void aClientThatSaysNoMoreStillGetsItsAnswerWhenTheTwoMeet() {
        try (var origin = HttpOrigin.saying("answer");
                var bench = HttpBench.before(origin)) {
            for (int i = 0; i < 200; i++) {
                try (var client = bench.connect()) {
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").halfClose();
                    assertThat(new String(client.readToFin(), ISO_8859_1)).endsWith("answer");
                }
            }
        }
    }

    @Test
    void aBodyWithALengthAndABodyInChunksArriveWhole() {
        String large = new String(Payload.bytes(300_000, 1), ISO_8859_1);
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        HttpOrigin.ok(Integer.toString(bodyOf(request).length())));
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + large);
            readAnswer(client, "300000");
            assertThat(bodyOf(origin.requests().getFirst())).isEqualTo(large);

            client.send("POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5\r\nhello\r\n").send("6;x=y\r\n world\r\n0\r\nX-Check: 1\r\n\r\n");
            client.readLine();
            assertThat(origin.requests().get(1))
                    .contains("5\r\nhello\r\n6\r\n world\r\n0\r\n")
                    .contains("X-Check: 1");
        }
    }

    @Test
    void anAnswerInChunksStaysInChunksAndReachesAnOldClientUntilTheClose() {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        try (var origin = HttpOrigin.answering(request -> chunked);
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .containsIgnoringCase("transfer-encoding: chunked\r\n")
                    .endsWith("\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(bench.exchange("GET / HTTP/1.0\r\n\r\n"))
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .endsWith("\r\n\r\nabcde");
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionGetsChunksTowardsAClientThatKnowsThem() {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String head = readHead(client);
            assertThat(head).containsIgnoringCase("transfer-encoding: chunked");
            assertThat(client.readText(23)).isEqualTo("d\r\nuntil the end\r\n0\r\n\r\n");
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(readHead(client)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anAnswerToHeadHasALengthAndNoBody() {
        try (var origin =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(readHead(client)).containsIgnoringCase("content-length: 1234");
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void anInterimAnswerIsPassedOnButNotToAnOldClient() {
        String hints =
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
                        + HttpOrigin.ok("x");
        try (var origin = HttpOrigin.answering(request -> hints);
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith(
                            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200");
            assertThat(bench.exchange("GET / HTTP/1.0\r\n\r\n")).contains(" 200 OK");
        }
    }

    @Test
    void whoTheClientIsIsToldAndWhatAStrangerClaimsIsNot() {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin)) {
            bench.exchange(
                    "GET / HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-For: 9.9.9.9\r\n"
                            + "X-Forwarded-Proto: https\r\nForwarded: for=9.9.9.9\r\nConnection: close\r\n\r\n");
            assertThat(origin.requests().getFirst())
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .contains("X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-Host: shop.example\r\n")
                    .containsPattern("Via: 1.1 faultline-[0-9a-f]{12}\r\n")
                    .containsPattern("X-Request-Id: [0-9a-f]{32}\r\n")
                    .containsPattern("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00\r\n")
                    .doesNotContain("9.9.9.9");
        }
    }

    @Test
    void whatATrustedProxySaysIsKeptAndAddedTo() {
        try (var origin = HttpOrigin.saying("x");
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "trustedProxies: [127.0.0.1]", "", origin.hostPort()))) {
            bench.exchange(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\n"
                            + "X-Forwarded-Proto: https\r\nVia: 1.0 edge\r\nX-Request-Id: abc-1\r\n"
                            + "Connection: close\r\n\r\n");
            assertThat(origin.requests().getFirst())
                    .contains("X-Forwarded-For: 9.9.9.9, 8.8.8.8, 127.0.0.1\r\n")
                    .contains("X-Forwarded-Proto: https\r\n")
                    .contains("Via: 1.0 edge, 1.1 faultline-")
                    .contains("X-Request-Id: abc-1\r\n");
        }
    }

    @Test
    void aLargeAnswerReachesASlowClientWhole() {
        byte[] body = Payload.bytes(8_000_000, 3);
        String text = new String(body, ISO_8859_1);
        try (var origin = HttpOrigin.saying(text);
                var bench = HttpBench.before(origin);
                var client =
                        ClientSettings.to(bench.port()).withReceiveBuffer(16 * 1024).connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            readHead(client);
            assertThat(client.readExactly(body.length)).isEqualTo(body);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    private static void readAnswer(RawClient client, String body) {
        assertThat(readHead(client)).startsWith("HTTP/1.1 200 OK");
        assertThat(client.readText(body.length())).isEqualTo(body);
    }

    private static String readHead(RawClient client) {
        var head = new StringBuilder();
        while (true) {
            String line = client.readLine();
            if (line.isBlank()) {
                return head.toString();
            }
            head.append(line).append('\n');
        }
    }

    private static String pathOf(String request) {
        return request.split(" ", 3)[1];
    }

    private static String bodyOf(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }
}
