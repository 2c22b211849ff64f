package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are followed by another try, on another endpoint, and which never are. */
@ExtendWith(LeakGuard.class)
class RetryIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";

    @ParameterizedTest
    @ValueSource(strings = {HttpOrigin.HANG_UP, HttpOrigin.RESET})
    void whatIsSafeToDoTwiceGoesToAnotherEndpointWhenTheConnectionBreaks(String failure) {
        try (var bad = HttpOrigin.answering(request -> failure);
                var good = HttpOrigin.saying("good");
                var bench = bench("", bad, good)) {
            for (int i = 0; i < 6; i++) {
                assertThat(bench.exchange(GET)).endsWith("good");
            }
            assertThat(bad.requests()).isNotEmpty();
        }
    }

    @Test
    void whatMayNotBeDoneTwiceIsNotTriedAgain() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.HANG_UP);
                var good = HttpOrigin.saying("good");
                var bench = bench("", bad, good)) {
            for (int i = 0; i < 4; i++) {
                bench.exchange(POST);
            }
            assertThat(bad.requests()).hasSize(2);
            assertThat(good.requests()).hasSize(2);
            assertThat(bench.seen(TransportFault.CLOSED_EARLY)).hasSize(2);
        }
    }

    @Test
    void aStatusIsTriedAgainWhereTheRouteSaysSoAndItsConnectionServesAgain() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.status(503, "go away"));
                var good = HttpOrigin.saying("good");
                var bench = bench("retries: { on: [http-503] }", bad, good)) {
            for (int i = 0; i < 6; i++) {
                assertThat(bench.exchange(GET)).endsWith("good");
            }
            assertThat(bad.requests()).hasSizeGreaterThan(1);
            assertThat(bad.connections()).as("its answers were read to their end").isEqualTo(1);
            assertThat(bench.seen(ApplicationFault.UPSTREAM_ERROR)).hasSameSizeAs(bad.requests());
        }
    }

    @Test
    void anotherStatusOrAnUnsafeMethodPassesTheAnswerOn() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.status(503, "go away"));
                var bench = bench("retries: { on: [http-502, http-504] }", bad);
                var other = bench("retries: { on: [http-503] }", bad)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 503").endsWith("go away");
            assertThat(other.exchange(POST)).startsWith("HTTP/1.1 503").endsWith("go away");
            assertThat(bad.requests()).hasSize(2);
        }
    }

    @Test
    void anAnswerOfUnknownLengthIsNotReadToItsEndToBeThrownAway() {
        String chunked =
                "HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        try (var bad = HttpOrigin.answering(request -> chunked);
                var good = HttpOrigin.saying("good");
                var bench = bench("retries: { on: [http-503] }", bad, good)) {
            for (int i = 0; i < 4; i++) {
                assertThat(bench.exchange(GET)).endsWith("good");
            }
            assertThat(bad.connections()).isEqualTo(bad.requests().size());
        }
    }

    @Test
    void aBodyThatWasKeptIsSentAgain() {
        String body = new String(Payload.bytes(10_000, 7), ISO_8859_1);
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var good = HttpOrigin.saying("good");
                var bench = bench("", bad, good)) {
            for (int i = 0; i < 2; i++) {
                assertThat(
                                bench.exchange(
                                        "PUT /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                                + "Content-Length: 10000\r\n\r\n"
                                                + body))
                        .endsWith("good");
            }
            assertThat(bad.requests()).hasSize(1);
            assertThat(good.requests()).hasSize(2).allMatch(request -> request.endsWith(body));
        }
    }

    @Test
    void aBodyInChunksIsSentAgainWithItsTrailers() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var good = HttpOrigin.saying("good");
                var bench = bench("", bad, good)) {
            for (int i = 0; i < 2; i++) {
                assertThat(
                                bench.exchange(
                                        "PUT /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                                + "Transfer-Encoding: chunked\r\n\r\n"
                                                + "5\r\nhello\r\n0\r\nX-Check: 1\r\n\r\n"))
                        .endsWith("good");
            }
            assertThat(good.requests())
                    .hasSize(2)
                    .allMatch(request -> request.endsWith("5\r\nhello\r\n0\r\nX-Check: 1\r\n\r\n"));
        }
    }

    @Test
    void aBodyThatIsStillComingGoesOnToTheNextEndpoint() {
        try (var bad = HttpOrigin.behaving(Behaviour.resetAfterReceiving(50));
                var good = HttpOrigin.saying("good");
                var bench = bench("", bad, good)) {
            while (bad.connections() == 0 || good.requests().size() < 2) {
                try (var client = bench.connect()) {
                    client.send(
                            "PUT /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                    + "Content-Length: 10\r\n\r\nfirst");
                    Eventually.until("the head to arrive", () -> arrived(bad, good));
                    client.send("again");
                    assertThat(new String(client.readToFin(), ISO_8859_1)).endsWith("good");
                }
            }
            assertThat(good.requests()).allMatch(request -> request.endsWith("\r\n\r\nfirstagain"));
        }
    }

    private static boolean arrived(HttpOrigin bad, HttpOrigin good) {
        return good.socket().connections().stream().anyMatch(OriginConnection::isOpen)
                || bad.connections() > 0;
    }

    @Test
    void aBodyThatIsTooLargeToBeKeptIsNotSentTwice() {
        String put =
                "PUT /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"
                        + "x".repeat(2000);
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var good = HttpOrigin.saying("good");
                var bench = bench("retries: { maxReplayBytes: 1KiB }", bad, good)) {
            String first = bench.exchange(put);
            String second = bench.exchange(put);
            assertThat(first + second).contains("502 Bad Gateway").contains("good");
            assertThat(good.requests()).hasSize(1);
        }
    }

    @Test
    void oneTryIsOneTry() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var bench = bench("retries: { attempts: 1 }", bad)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            assertThat(bad.requests()).hasSize(1);
        }
    }

    @Test
    void aRetryThatTheBudgetForbidsIsToldInTheEvidence() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var bench =
                        bench("retries: { attempts: 3, budgetPercent: 0, budgetMin: 0 }", bad)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            assertThat(bad.requests()).hasSize(1);
            assertThat(bench.evidenceOf(TransportFault.RESET))
                    .contains("budget spent: 0 retries beside")
                    .contains("route.retries.budgetPercent=0, budgetMin=0 (test.yaml:5)");
        }
    }

    @Test
    void thePlaceInTheBudgetIsGivenBackWhenTheExchangeIsOver() {
        try (var bad = HttpOrigin.answering(request -> HttpOrigin.RESET);
                var bench =
                        bench("retries: { attempts: 2, budgetPercent: 0, budgetMin: 1 }", bad)) {
            for (int i = 0; i < 4; i++) {
                assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            }
            assertThat(bad.requests()).hasSize(8);
            assertThat(bench.seen(TransportFault.RESET))
                    .noneMatch(seen -> seen.fault().toString().contains("budget spent"));
        }
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() {
        try (var bad =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 200 OK\r\nConnection: close\r\nX: unfin");
                var bench = bench("", bad)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            assertThat(bad.requests()).hasSize(1);
        }
    }

    @Test
    void afterAnInterimAnswerNobodyElseIsAsked() {
        try (var slow =
                        HttpOrigin.behaving(
                                connection -> {
                                    connection.read(new byte[8192]);
                                    connection.write("HTTP/1.1 103 X\r\n\r\n");
                                    connection.hold();
                                });
                var bench =
                        bench(
                                "timeouts: { response: 100ms }, retries: { attempts: 3, on: [timeout] }",
                                slow)) {
            assertThat(bench.exchange(GET)).contains("HTTP/1.1 103").contains("HTTP/1.1 504");
            assertThat(slow.connections()).isEqualTo(1);
        }
    }

    private static HttpBench bench(String route, HttpOrigin... origins) {
        var addresses = new String[origins.length];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = origins[i].hostPort();
        }
        return HttpBench.start(HttpBench.config("", route, addresses));
    }
}
