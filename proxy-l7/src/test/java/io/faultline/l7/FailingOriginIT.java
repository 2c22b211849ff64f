package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.ReservedPort;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client gets, and what an operator reads, when the endpoint does not do its part. */
@ExtendWith(LeakGuard.class)
class FailingOriginIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";

    @Test
    void aRefusedConnectIsA502ThatNamesTheLayerAndNoAddress() {
        try (var nobody = ReservedPort.any();
                var bench =
                        HttpBench.start(HttpBench.config("", "", "127.0.0.1:" + nobody.port()))) {
            assertThat(bench.exchange(GET))
                    .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                    .contains("layer: L4")
                    .doesNotContain(Integer.toString(nobody.port()));
            assertThat(bench.awaitFault(TransportFault.CONNECT_REFUSED).fault().side())
                    .isEqualTo(Side.UPSTREAM);
        }
    }

    @Test
    void theAnswerOfOursSpeaksTheLanguageTheClientAsksFor() {
        try (var nobody = ReservedPort.any();
                var bench =
                        HttpBench.start(HttpBench.config("", "", "127.0.0.1:" + nobody.port()))) {
            assertThat(bench.exchange(GET.replace("Host", "Accept: application/json\r\nHost")))
                    .contains("application/json")
                    .contains("\"status\":502")
                    .contains("\"layer\":\"L4\"");
            assertThat(bench.exchange(GET.replace("Host", "Accept: text/html,*/*\r\nHost")))
                    .contains("<h1>502 Bad Gateway</h1>");
        }
    }

    @Test
    void anOriginThatHangsUpBeforeItsAnswerIsClosedEarly() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.HANG_UP);
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(POST)).startsWith("HTTP/1.1 502");
            assertThat(bench.awaitFault(TransportFault.CLOSED_EARLY).fault().side())
                    .isEqualTo(Side.UPSTREAM);
            assertThat(origin.requests()).as("a POST is not sent twice").hasSize(1);
        }
    }

    @Test
    void aConnectionThatDiedWhileItWaitedIsReplacedWithoutTheClientNoticing() {
        try (var origin = HttpOrigin.saying("x");
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(GET)).endsWith("x");
            origin.socket().kill();
            origin.socket().restart();
            assertThat(bench.exchange(GET)).endsWith("x");
            assertThat(bench.exchange(POST)).endsWith("x");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNotHttpIsABadResponse() {
        try (var origin = HttpOrigin.answering(request -> "220 smtp.example ESMTP\r\n\r\n");
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            assertThat(bench.evidenceOf(ApplicationFault.BAD_RESPONSE)).contains("220 smtp");
        }
    }

    @Test
    void aSilentApplicationIsA504ThatNamesTheTimer() {
        try (var origin = HttpOrigin.answering(FailingOriginIT::neverAnswers);
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { response: 150ms }", "", origin.hostPort()))) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 504 Gateway Timeout");
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_TIMEOUT))
                    .contains("http.timeouts.response=150ms (test.yaml:5)");
        }
    }

    private static String neverAnswers(String request) {
        try {
            Thread.currentThread().join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return HttpOrigin.HANG_UP;
    }

    @Test
    void anAnswerThatBreaksOffNeverLooksWhole() {
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nshort");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(GET);
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            Fault fault = bench.awaitFault(ApplicationFault.RESPONSE_INCOMPLETE).fault();
            assertThat(fault.evidence().toString()).contains("received=5").contains("declared=10");
        }
    }

    @Test
    void aRequestGoesToAnotherEndpointWhenOneRefuses() {
        try (var nobody = ReservedPort.any();
                var good = HttpOrigin.saying("good");
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "", "", "127.0.0.1:" + nobody.port(), good.hostPort()))) {
            for (int i = 0; i < 10; i++) {
                assertThat(bench.exchange(POST)).endsWith("good");
            }
        }
    }

    @Test
    void theOwnErrorOfAnApplicationPassesAndIsCounted() {
        try (var origin =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 503 Mine\r\nContent-Length: 4\r\n\r\nmine");
                var bench = HttpBench.before(origin)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 503 Mine").endsWith("mine");
            assertThat(bench.evidenceOf(ApplicationFault.UPSTREAM_ERROR)).contains("status=503");
        }
    }
}
