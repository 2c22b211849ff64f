package io.faultline.l7.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.access.Provenance;
import io.faultline.core.observe.slow.SlowMinute;
import io.faultline.core.observe.slow.SlowSample;
import io.faultline.core.timing.Phase;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ReservedPort;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The slowest are kept whole, log or no log. */
@ExtendWith(LeakGuard.class)
class SlowSamplesIT {

    @Test
    void theSlowestIsKeptWithItsTimesItsTriesAndItsFaultButWithoutItsSecrets() {
        try (var nobody = ReservedPort.any();
                var origin =
                        HttpOrigin.answering(
                                request ->
                                        request.contains("/slow")
                                                ? HttpOrigin.SILENT
                                                : HttpOrigin.ok("x"));
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { response: 400ms }",
                                        "",
                                        "127.0.0.1:" + nobody.port(),
                                        origin.hostPort()))) {
            for (String path : List.of("/a", "/slow?token=t0ps3cret", "/b", "/c")) {
                bench.exchange(
                        "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(path));
            }
            SlowSample worst = worst(bench);
            assertThat(Objects.requireNonNull(worst.kept().http()).target())
                    .isEqualTo("/slow?token=***");
            assertThat(worst.lateNanos()).isGreaterThan(140_000_000);
            assertThat(worst.kept().timings().layers().micros(Phase.WAIT)).isGreaterThan(140_000);
            assertThat(worst.kept().timings().provenance()).isNotEqualTo(Provenance.NONE);
            assertThat(Objects.requireNonNull(worst.kept().fault()).code().id())
                    .isEqualTo("L7.RESPONSE_TIMEOUT");
        }
    }

    @Test
    void aClientThatTakesItsTimeIsNotSlowToBeAnswered() {
        try (var origin = HttpOrigin.saying("x");
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "", "timeouts: { tryTimeout: 400ms }", origin.hostPort()));
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readLine()).startsWith("HTTP/1.1 504");
            SlowSample only = worst(bench);
            assertThat(only.kept().timings().total()).isGreaterThan(140_000);
            assertThat(only.lateNanos()).isLessThan(140_000_000);
        }
    }

    private static SlowSample worst(HttpBench bench) {
        return bench.server.metrics().slowest().stream()
                .map(SlowMinute::samples)
                .flatMap(List::stream)
                .max(java.util.Comparator.comparingLong(SlowSample::lateNanos))
                .orElseThrow();
    }
}
