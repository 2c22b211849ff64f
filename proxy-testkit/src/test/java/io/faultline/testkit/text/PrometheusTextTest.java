package io.faultline.testkit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusTextTest {

    private static final String GOOD =
            """
            # HELP calls_total Calls.
            # TYPE calls_total counter
            calls_total{to="a"} 3.0
            calls_total{to="q\\"\\\\\\n"} 4.0
            # HELP wait_seconds Waits.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.1"} 1
            wait_seconds_bucket{le="+Inf"} 2
            wait_seconds_count 2
            wait_seconds_sum 5.0
            """;

    @Test
    void readsWhatIsRight() {
        PrometheusText scrape = PrometheusText.parse(GOOD);

        assertThat(scrape.families()).containsOnlyKeys("calls_total", "wait_seconds");
        assertThat(scrape.value("calls_total", "to", "a")).isEqualTo(3);
        assertThat(scrape.value("calls_total", "to", "q\"\\\n")).isEqualTo(4);
        assertThat(scrape.value("wait_seconds_bucket", "le", "0.1")).isEqualTo(1);
        assertThatThrownBy(() -> scrape.value("calls_total", "to", "b"))
                .hasMessageContaining("no series calls_total{to=b}");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("# HELP calls_total Calls.\n", "", "has no HELP"),
                Arguments.of(
                        "calls_total{to=\"q\\\"\\\\\\n\"} 4.0", "calls_total{to=\"a\"} 4", "twice"),
                Arguments.of("calls_total{to=\"a\"} 3.0", "calls_total{to=\"a\"} -3.0", "negative"),
                Arguments.of("calls_total{to=\"a\"}", "calls_total{__to=\"a\"}", "reserved"),
                Arguments.of("calls_total{to=\"a\"}", "calls_total{to=a}", "labels"),
                Arguments.of("calls_total{to=\"a\"}", "others{to=\"a\"}", "stands among"),
                Arguments.of("calls_total counter", "calls_total gauge", "_total is for counters"),
                Arguments.of("le=\"+Inf\"", "le=\"9\"", "no +Inf bucket"),
                Arguments.of("wait_seconds_count 2", "wait_seconds_count 3", "not the count"),
                Arguments.of("le=\"0.1\"} 1", "le=\"0.1\"} 7", "shrinks"),
                Arguments.of("wait_seconds_sum 5.0\n", "", "lacks a _sum"),
                Arguments.of("wait_seconds", "wait_millis", "not in a base unit"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesWhatPromtoolRefuses(String right, String wrong, String because) {
        assertThatThrownBy(() -> PrometheusText.parse(GOOD.replace(right, wrong)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Prometheus text: ")
                .hasMessageContaining(because);
    }
}
