package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.Http2Origin;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.NettyTls;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code health.http} of an upstream that speaks HTTP/2 asks in HTTP/2. */
@ExtendWith(LeakGuard.class)
class Http2ChecksIT {

    private static final String CHECK =
            "health: { http: { path: '/healthz?a=b', host: shop.example%s }, interval: 100ms, timeout: 5s,"
                    + " rise: 1, fall: 1, initially: down%s }";

    private static HttpBench bench(String endpoint, String upstream, String check) {
        return bench(endpoint, upstream, check, "");
    }

    private static HttpBench bench(String endpoint, String upstream, String check, String more) {
        String keys = upstream + ", " + CHECK.formatted(check, more);
        return HttpBench.start(
                HttpBench.config("", "", endpoint).replace("endpoints:", keys + ", endpoints:"));
    }

    private static String portOf(HttpOrigin origin) {
        return ", port: " + origin.hostPort().substring(origin.hostPort().indexOf(':') + 1);
    }

    private static void awaitEligible(HttpBench bench, int count) {
        Eventually.until(
                count + " endpoints to be up",
                () ->
                        bench.server.upstreams().getFirst().cluster().endpoints().eligibleCount()
                                == count);
    }

    private static String news(HttpBench bench, String wanted) {
        Eventually.until(wanted, () -> bench.said.stream().anyMatch(line -> line.contains(wanted)));
        return String.join("\n", bench.said);
    }

    @Test
    void aCheckIsARequestOfHttp2AndItsStatusCounts() {
        var status = new AtomicReference<>("200");
        try (var origin = Http2Origin.answering(call -> call.answer(status.get(), "fine"));
                var bench = bench(origin.hostPort(), "protocol: h2c", "")) {
            awaitEligible(bench, 1);
            Http2Origin.Call call = origin.calls.getFirst();
            assertThat(call.header(":method")).isEqualTo("GET");
            assertThat(call.header(":path")).isEqualTo("/healthz?a=b");
            assertThat(call.header(":authority")).isEqualTo("shop.example");
            assertThat(call.header(":scheme")).isEqualTo("http");
            status.set("503");
            awaitEligible(bench, 0);
            assertThat(news(bench, "L7.UPSTREAM_ERROR")).contains("status=503");
            status.set("200");
            awaitEligible(bench, 1);
        }
    }

    @Test
    void interimAnswersAndTrailersAreNoAnswerAndTheBodyIsLookedInto() {
        try (var origin =
                        Http2Origin.answering(
                                call -> {
                                    call.head("103", false, "link", "</a>");
                                    call.head("200", false);
                                    call.data("it is u", false);
                                    call.data("p", false);
                                    call.trailers("x-end", "1");
                                });
                var bench = bench(origin.hostPort(), "protocol: h2c", ", body: 'is up'")) {
            awaitEligible(bench, 1);
        }
    }

    @Test
    void aBodyThatLacksTheTextIsNoGoodAnswer() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "it is down"));
                var bench = bench(origin.hostPort(), "protocol: h2c", ", body: 'is up'")) {
            assertThat(news(bench, "body-lacks")).contains("it is down");
            awaitEligible(bench, 0);
        }
    }

    @Test
    void overTlsTheCertificateIsCheckedAndHttp2AgreedOn(@TempDir Path folder) throws Exception {
        var files = new TestCertificates(folder);
        try (var origin =
                        Http2Origin.overTls(
                                NettyTls.server(files, "h2"), call -> call.answer("200", "fine"));
                var bench =
                        bench(
                                origin.hostPort(),
                                "protocol: h2, tls: { ca: \"%s\", serverName: localhost }"
                                        .formatted(files.path("ca.pem")),
                                "")) {
            awaitEligible(bench, 1);
            assertThat(origin.calls.getFirst().header(":scheme")).isEqualTo("https");
        }
    }

    @Test
    void anEndpointThatSpeaksHttp1IsDownAndQuoted() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = bench(origin.hostPort(), "protocol: h2c", "")) {
            assertThat(news(bench, "L7.BAD_RESPONSE")).contains("no HTTP/2").contains("HTTP/1.1 ");
            awaitEligible(bench, 0);
        }
    }

    /** Endpoints that serve gRPC on one port and health over HTTP/1.1 on another are usual. */
    @Test
    void aPortOfItsOwnIsAskedInHttp1() {
        try (var origin = Http2Origin.answering(call -> call.answer("200", "fine"));
                var health = HttpOrigin.saying("fine");
                var bench = bench(origin.hostPort(), "protocol: h2c", "", portOf(health))) {
            awaitEligible(bench, 1);
            assertThat(health.requests().getFirst()).startsWith("GET /healthz?a=b HTTP/1.1\r\n");
        }
    }
}
