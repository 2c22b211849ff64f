package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.RawClient;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may make a request of a route, how often, and when an upstream is asked nothing. */
@ExtendWith(LeakGuard.class)
class RouteGateIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String KEYED =
            "GET / HTTP/1.1\r\nHost: a\r\nX-Api-Key: %s\r\nConnection: close\r\n\r\n";

    @Test
    void aClientThatAsksTooOftenIsToldWhenToComeBack() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("rateLimit: { requests: 2, per: 1h }", origin)) {
            assertThat(bench.exchange(GET)).endsWith("x");
            assertThat(bench.exchange(GET)).endsWith("x");

            String refused = bench.exchange(GET);

            assertThat(refused).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1800\r\n");
            Fault fault = bench.awaitFault(ApplicationFault.RATE_LIMITED).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString())
                    .contains("limit=rateLimit: 2 requests in 1h, burst 2 (test.yaml:5)")
                    .contains("by=address", "client=127.0.0.1");
        }
    }

    @Test
    void allWorkersCountTogether() {
        try (var origin = HttpOrigin.saying("x");
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                                "rateLimit: { requests: 8, per: 1h }",
                                                "",
                                                origin.hostPort())
                                        .replace("workers: 1", "workers: 4"))) {
            int served = 0;
            for (int i = 0; i < 24; i++) {
                served += bench.exchange(GET).startsWith("HTTP/1.1 200 ") ? 1 : 0;
            }

            assertThat(served).isEqualTo(8);
        }
    }

    @Test
    void aHeaderMayTellClientsApartAndItsValueIsNotShown() {
        try (var origin = HttpOrigin.saying("x");
                var bench =
                        bench(
                                "rateLimit: { requests: 1, per: 1h, by: { header: X-Api-Key } }",
                                origin)) {
            assertThat(bench.exchange(KEYED.formatted("one"))).endsWith("x");
            assertThat(bench.exchange(KEYED.formatted("two"))).endsWith("x");
            assertThat(bench.exchange(GET)).as("counted by its address").endsWith("x");

            assertThat(bench.exchange(KEYED.formatted("one"))).startsWith("HTTP/1.1 429 ");
            assertThat(bench.evidenceOf(ApplicationFault.RATE_LIMITED))
                    .contains("by=header X-Api-Key")
                    .doesNotContain("one");
        }
    }

    @Test
    void aRefusedRequestDoesNotEndItsConnection() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("rateLimit: { requests: 1, per: 1h }", origin);
                RawClient client = bench.connect()) {
            String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            client.send(request + request + GET);

            assertThat(new String(client.readToFin(), ISO_8859_1).split("HTTP/1.1 429 ", -1))
                    .hasSize(3);
        }
    }

    @Test
    void theFirewallOfARouteAnswersAndNamesItsLine() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("firewall: { deny: [127.0.0.0/8] }", origin)) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 403 ");

            Fault fault = bench.awaitFault(ApplicationFault.FORBIDDEN).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString())
                    .contains("rule=deny 127.0.0.0/8", "at=test.yaml:5", "client=127.0.0.1");
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void aCircuitOpensAfterEnoughFailuresAndClosesWhenATrialSucceeds() {
        var answer = new AtomicReference<>(HttpOrigin.status(500, "oh"));
        try (var origin = HttpOrigin.answering(request -> answer.get());
                var bench =
                        HttpBench.start(
                                HttpBench.config("", "", origin.hostPort())
                                        .replace(
                                                "shop: { ",
                                                "shop: { circuitBreaker: { minRequests: 3, open: 100ms }, "))) {
            for (int i = 0; i < 3; i++) {
                assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 500 ");
            }

            String refused = bench.exchange(GET);

            assertThat(refused).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
            assertThat(bench.evidenceOf(ApplicationFault.CIRCUIT_OPEN))
                    .contains("opened=3 of 3 requests failed, the last with L7.UPSTREAM_ERROR")
                    .contains("rule=circuitBreaker: 50% of at least 3 requests in 10s");
            answer.set(HttpOrigin.ok("x"));
            Eventually.until("a trial", () -> bench.exchange(GET).endsWith("x"));
            assertThat(bench.exchange(GET)).endsWith("x");
        }
    }

    private static HttpBench bench(String route, HttpOrigin origin) {
        return HttpBench.start(HttpBench.config("", route, origin.hostPort()));
    }
}
