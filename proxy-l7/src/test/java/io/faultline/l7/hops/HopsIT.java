package io.faultline.l7.hops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Being one hop among others: loops, limits on hops, and requests or answers that stop half way. */
@ExtendWith(LeakGuard.class)
class HopsIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void aRequestThatComesBackIsALoop() {
        try (var port = ReservedPort.any()) {
            int own = port.port();
            port.close();
            try (var bench =
                    HttpBench.start(
                            HttpBench.config("", "", "127.0.0.1:" + own)
                                    .replace("127.0.0.1:0", "127.0.0.1:" + own))) {
                assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 508 Loop Detected\r\n");
                assertThat(bench.evidenceOf(ApplicationFault.LOOP)).contains("via=1.1 faultline-");
            }
        }
    }

    @Test
    void twoProxiesOrTwoListenersInARowAreNoLoop() {
        try (var origin = HttpOrigin.saying("x");
                var inner = HttpBench.before(origin);
                var outer =
                        HttpBench.start(HttpBench.config("", "", "127.0.0.1:" + inner.port()))) {
            assertThat(outer.exchange(GET)).endsWith("x");
            assertThat(origin.requests().getFirst())
                    .containsPattern("Via: 1.1 faultline-\\w+, 1.1 faultline-\\w+\r\n");
        }
    }

    @Test
    void aRequestThatMayGoNoFurtherEndsHere() {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(GET.replace("GET", "OPTIONS").replace("Host", HOPS_0)))
                    .startsWith("HTTP/1.1 204");
            assertThat(bench.exchange(GET.replace("GET", "TRACE").replace("Host", HOPS_0)))
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET")
                    .doesNotContain("TRACE");
            assertThat(origin.requests()).isEmpty();
        }
    }

    private static final String HOPS_0 = "Max-Forwards: 0\r\nHost";

    @Test
    void itIsCountedDownAndOfOtherMethodsLeftAlone() {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin)) {
            bench.exchange(
                    GET.replace("GET", "OPTIONS").replace("Host", "max-forwards: 10\r\nHost"));
            bench.exchange(GET.replace("Host", "max-forwards: 0\r\nHost"));
            assertThat(origin.requests().get(0))
                    .contains("Max-Forwards: 9\r\n")
                    .doesNotContain("max-forwards");
            assertThat(origin.requests().get(1)).contains("max-forwards: 0\r\n");
        }
    }

    @Test
    void interimAnswersWithoutEndAreNoAnswer() {
        String hints = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17);
        try (var origin = HttpOrigin.answering(request -> hints + HttpOrigin.ok("x"));
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(GET)).contains("HTTP/1.1 502 Bad Gateway");
            assertThat(bench.evidenceOf(ApplicationFault.BAD_RESPONSE))
                    .contains("at most 16 interim answers");
        }
    }

    @Test
    void aDamagedBodyNeverReachesTheEndpointAsAWholeOne() {
        try (var origin = HttpOrigin.behaving(Behaviour.sink());
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            origin.socket().awaitConnection(1);
            Eventually.until(
                    "the first chunk",
                    () -> origin.socket().awaitConnection(1).receivedText().contains("hello"));
            client.send("zz\r\nmore");
            assertThat(client.readLine()).startsWith("HTTP/1.1 400");
            origin.socket().awaitConnection(1).awaitEnding(Ending.RESET);
            assertThat(origin.socket().awaitConnection(1).receivedText())
                    .doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aClientThatLeavesInsideItsBodyTakesTheRequestWithIt() {
        try (var origin = HttpOrigin.behaving(Behaviour.sink());
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello");
            Eventually.until(
                    "the first bytes",
                    () -> origin.socket().awaitConnection(1).receivedText().contains("hello"));
            client.halfClose();
            origin.socket().awaitConnection(1).awaitEnding(Ending.RESET);
        }
    }

    @Test
    void whoIsAnsweredWithoutItsBodyIsToldThatTheConnectionEnds() {
        try (var bench =
                        HttpBench.start(
                                HttpBench.config("", "", "127.0.0.1:9")
                                        .replace("{ to: shop }", "{ respond: { body: no } }"));
                var client = bench.connect()) {
            client.send(
                    "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            String answer = new String(client.readToFin(), ISO_8859_1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("connection: close\r\n")
                    .endsWith("no");
        }
    }

    @Test
    void whoSentItsBodyWithItsHeadKeepsTheConnection() {
        try (var bench =
                        HttpBench.start(
                                HttpBench.config("", "", "127.0.0.1:9")
                                        .replace("{ to: shop }", "{ respond: { body: no } }"));
                RawClient client = bench.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readLine()).startsWith("HTTP/1.1 200");
                client.readText("content-type: text/plain; charset=utf-8\r\n".length());
                client.readText("content-length: 2\r\n\r\nno".length());
            }
        }
    }
}
