package io.faultline.l7.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ReservedPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told which layer broke and where the time went: networks that the configuration names. */
@ExtendWith(LeakGuard.class)
class DiagnosticsIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String US = "faultline-[0-9a-f]{12}";
    private static final String MILLIS = "[0-9]+\\.[0-9]{3}";
    private static final String TO_US = "diagnosticsTo: [127.0.0.0/8]";

    @Test
    void ourOwnAnswerNamesErrorCodeSideAndHop() {
        try (var nobody = ReservedPort.any();
                var bench = bench(TO_US, "127.0.0.1:" + nobody.port());
                var origin = HttpOrigin.answering(request -> HttpOrigin.HANG_UP);
                var other = bench(TO_US, origin.hostPort())) {
            assertThat(bench.exchange(GET))
                    .containsPattern(
                            "Proxy-Status: "
                                    + US
                                    + "; error=connection_refused; fault=\"L4.CONNECT_REFUSED\";"
                                    + " side=upstream\r\n");
            assertThat(other.exchange(GET))
                    .containsPattern(
                            "fault=\"L4.CLOSED_EARLY\"; side=upstream; next-hop=\""
                                    + origin.hostPort()
                                    + "\"\r\n");
        }
    }

    @Test
    void aRelayedAnswerTellsItsHopAndTheTimeOfEachLayer() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench(TO_US, origin.hostPort())) {
            assertThat(bench.exchange(GET))
                    .containsPattern(
                            "Proxy-Status: "
                                    + US
                                    + "; received-status=200; next-hop=\""
                                    + origin.hostPort()
                                    + "\"\r\n")
                    .containsPattern(
                            "Server-Timing: (loop;desc=\"[^\"]*\";dur="
                                    + MILLIS
                                    + ", )?work;desc=\"L7, our own work\";dur="
                                    + MILLIS
                                    + ", connect;desc=\"L4, TCP connect\";dur="
                                    + MILLIS
                                    + ", wait;desc=\"L7, the answer to begin\";dur="
                                    + MILLIS
                                    + ", total;desc=\"up to the head\";dur="
                                    + MILLIS
                                    + "\r\n");
            assertThat(bench.exchange(GET)).contains("connect;desc=\"L4, reused\";dur=0.000");
        }
    }

    @Test
    void whatProxiesBehindUsSaidStandsInFrontAndIsEvidence() {
        String inner =
                "HTTP/1.1 503 X\r\nContent-Length: 0\r\n"
                        + "Proxy-Status: inner; error=connection_refused\r\n\r\n";
        try (var origin = HttpOrigin.answering(request -> inner);
                var bench = bench(TO_US, origin.hostPort())) {
            assertThat(bench.exchange(GET))
                    .containsPattern(
                            "(?s)Proxy-Status: inner; error=connection_refused\r\n.*Proxy-Status: "
                                    + US
                                    + "; received-status=503");
            assertThat(bench.evidenceOf(ApplicationFault.UPSTREAM_ERROR))
                    .contains("innerProxyStatus=inner; error=connection_refused");
        }
    }

    @Test
    void nobodyElseIsToldAnything() {
        try (var nobody = ReservedPort.any();
                var origin = HttpOrigin.saying("x");
                var quiet = bench("", origin.hostPort());
                var others = bench("diagnosticsTo: [10.0.0.0/8]", "127.0.0.1:" + nobody.port())) {
            for (String answer : new String[] {quiet.exchange(GET), others.exchange(GET)}) {
                assertThat(answer).doesNotContain("Proxy-Status").doesNotContain("Server-Timing");
            }
        }
    }

    @Test
    void eachOfTheTwoCanBeSwitchedOff() {
        try (var origin = HttpOrigin.saying("x");
                var noTiming = bench(TO_US + ", serverTiming: false", origin.hostPort());
                var noStatus = bench(TO_US + ", proxyStatus: false", origin.hostPort())) {
            assertThat(noTiming.exchange(GET))
                    .contains("Proxy-Status")
                    .doesNotContain("Server-Timing");
            assertThat(noStatus.exchange(GET))
                    .contains("Server-Timing")
                    .doesNotContain("Proxy-Status");
        }
    }

    private static HttpBench bench(String http, String endpoint) {
        return HttpBench.start(HttpBench.config(http, "", endpoint));
    }
}
