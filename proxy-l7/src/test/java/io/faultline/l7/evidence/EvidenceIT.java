package io.faultline.l7.evidence;

import static io.faultline.core.fault.ApplicationFault.BAD_RESPONSE;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.UPGRADE_REFUSED;
import static io.faultline.core.fault.ApplicationFault.UPSTREAM_ERROR;
import static io.faultline.core.fault.TransportFault.CLOSED_EARLY;
import static io.faultline.core.fault.TransportFault.STALE_REUSE;
import static io.faultline.core.fault.TransportFault.WRITE_STALLED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failed exchange tells beside its code: TCP, the connection, the try, what was in force. */
@ExtendWith(LeakGuard.class)
@EnabledOnOs(OS.LINUX)
class EvidenceIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";

    private static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: %s\r\n\r\n";

    @Test
    void aSilentApplicationIsProvenByTheAcknowledgementOfItsRequest() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench("timeouts: { response: 150ms }", origin.hostPort())) {
            bench.exchange(GET);
            Evidence evidence = bench.awaitFault(RESPONSE_TIMEOUT).fault().evidence();
            assertThat(evidence.value("silence"))
                    .isEqualTo(
                            "delivered: the request was acknowledged, the application is silent");
            assertThat(evidence.value("tcp"))
                    .startsWith("established rtt:")
                    .contains(" unacked:0 ");
            assertThat(evidence.value("connection")).startsWith("new: ");
            assertThat(evidence.value("try")).isEqualTo("1 of 2");
            assertThat(evidence.value("generations")).isEqualTo("config:1");
            assertThat(bench.seen(WRITE_STALLED)).isEmpty();
        }
    }

    @Test
    void anApplicationThatTakesNoMoreOfTheRequestIsNotCalledSilent() {
        try (var origin = HttpOrigin.behaving(Behaviour.silent());
                var bench = bench("timeouts: { writeStall: 1s }", origin.hostPort());
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            client.sendUntilBlocked(Duration.ofMillis(50));
            Fault fault = bench.awaitFault(WRITE_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().value("silence")).startsWith("window: ");
            assertThat(fault.evidence().value("suspected")).isNull();
            assertThat(bench.seen(RESPONSE_TIMEOUT)).isEmpty();
        }
    }

    @Test
    void aConnectionThatWasUsedBeforeSaysHowOldItIsAndHowLongItWasIdle() {
        try (var origin = HttpOrigin.answering(EvidenceIT::failsFromTheSecondOn);
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n").readText(38);
            client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n").readText(12);
            assertThat(bench.awaitFault(BAD_RESPONSE).fault().evidence().value("connection"))
                    .matches(
                            "reused: 1 exchanges before, \\d+ ms old, idle for \\d+ ms before this one");
        }
    }

    private static String failsFromTheSecondOn(String request) {
        return request.startsWith("GET /1") ? HttpOrigin.ok("") : "nonsense\r\n\r\n";
    }

    @Test
    void aStaleConnectionSuggestsAShorterIdleTimeout() {
        try (var origin = HttpOrigin.answering(EvidenceIT::hangsUpOnPosts);
                var bench = HttpBench.before(origin)) {
            bench.exchange(GET);
            bench.exchange(POST);
            Evidence evidence = bench.awaitFault(STALE_REUSE).fault().evidence();
            assertThat(evidence.value("advice"))
                    .matches(
                            "the endpoint gave it up within \\d+ ms of idleness: keep connections for"
                                    + " less, pool\\.idle=\\d+ms \\(default\\)");
            assertThat(evidence.value("connection")).startsWith("reused: 1 exchanges before");
        }
    }

    private static String hangsUpOnPosts(String request) {
        return request.startsWith("POST") ? HttpOrigin.HANG_UP : HttpOrigin.ok("");
    }

    @Test
    void eachTryIsNumbered() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.status(503, "no"));
                var other = HttpOrigin.answering(request -> HttpOrigin.status(503, "no"));
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "",
                                        "retries: { on: [http-503] }",
                                        origin.hostPort(),
                                        other.hostPort()))) {
            bench.exchange(GET);
            List<String> tries =
                    bench.seen(UPSTREAM_ERROR).reversed().stream()
                            .map(seen -> String.valueOf(seen.fault().evidence().value("try")))
                            .toList();
            assertThat(tries).containsExactly("1 of 2", "2 of 2");
        }
    }

    // ---- what it looked like instead of HTTP/1

    @Test
    void anEndpointThatExpectsTlsIsNotOneThatSpeaksNonsense() {
        byte[] alert = {21, 3, 1, 0, 2, 2, 70};
        try (var origin = HttpOrigin.behaving(Behaviour.sendThenFin(alert));
                var bench = HttpBench.before(origin)) {
            bench.exchange(POST);
            Evidence evidence = bench.awaitFault(BAD_RESPONSE).fault().evidence();
            assertThat(evidence.value("looksLike")).isEqualTo("TLS");
            assertThat(evidence.value("suspected")).startsWith("the endpoint expects TLS here");
        }
    }

    @Test
    void anEndpointThatSpeaksHttp2OnlyIsNamed() {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        try (var origin = HttpOrigin.behaving(Behaviour.sendThenFin(settings));
                var bench = HttpBench.before(origin)) {
            bench.exchange(POST);
            assertThat(bench.awaitFault(BAD_RESPONSE).fault().evidence().value("looksLike"))
                    .isEqualTo("HTTP/2");
        }
    }

    @Test
    void anotherProtocolIsNeitherOfThem() {
        byte[] greeting = "220 smtp.example ESMTP\r\n".getBytes(ISO_8859_1);
        try (var origin = HttpOrigin.behaving(Behaviour.sendThenFin(greeting));
                var bench = HttpBench.before(origin)) {
            bench.exchange(POST);
            assertThat(bench.awaitFault(BAD_RESPONSE).fault().evidence().value("looksLike"))
                    .isNull();
        }
    }

    @Test
    void anEndThatSaysNothingIsNoBadResponse() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.HANG_UP);
                var bench = HttpBench.before(origin)) {
            bench.exchange(POST);
            assertThat(bench.awaitFault(CLOSED_EARLY).fault().evidence().value("connection"))
                    .startsWith("new: ");
            assertThat(bench.seen(BAD_RESPONSE)).isEmpty();
        }
    }

    // ---- upgrades

    @Test
    void aWebSocketThatTheApplicationAnswersAsAPageIsARefusedUpgrade() {
        try (var origin = HttpOrigin.saying("a page");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            assertThat(client.send(UPGRADE.formatted("websocket")).readText(12))
                    .as("its answer is passed on")
                    .isEqualTo("HTTP/1.1 200");
            Fault fault = bench.awaitFault(UPGRADE_REFUSED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().value("status")).isEqualTo("200");
        }
    }

    @ParameterizedTest
    @CsvSource({"websocket, 401", "websocket, 302", "websocket, 500", "TLS/1.0, 200"})
    void aLoginOrAnOfferThatMayBeIgnoredIsNone(String asked, int status) {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.status(status, ""));
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send(UPGRADE.formatted(asked)).readText(12);
            assertThat(bench.seen(UPGRADE_REFUSED)).isEmpty();
        }
    }

    private static HttpBench bench(String http, String endpoint) {
        return HttpBench.start(HttpBench.config(http, "", endpoint));
    }
}
