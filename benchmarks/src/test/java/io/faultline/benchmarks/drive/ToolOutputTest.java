package io.faultline.benchmarks.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faultline.benchmarks.load.LoadResult;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What wrk and h2load print, as they printed it. */
class ToolOutputTest {

    private static final String WRK =
            """
            Running 1s test @ http://127.0.0.1:18443/
              1 threads and 4 connections
            Requests/sec:    867.49
            Transfer/sec:    124.53KB
            bench-result 869 1001737 3 633.0 6237.0 7167.5
            """;

    private static final String H2LOAD =
            """
            finished in 1.50s, 38669.00 req/s, 2.62MB/s
            requests: 38671 total, 38685 started, 38671 done, 38669 succeeded, 2 failed, 1 errored, 4 timeout
            status codes: 38669 2xx, 0 3xx, 0 4xx, 0 5xx
            time for request:       60us      1.02ms       327us       102us    76.58%
            """;

    @Test
    void wrkTellsRequestsMicrosecondsAndErrors() {
        assertThat(WrkOutput.parse(WRK))
                .isEqualTo(new LoadResult(869, 1.001737, 3, 633, 6237, 7167.5));
    }

    @Test
    void percentilesOfH2loadComeFromItsLog() {
        Stream<String> log =
                IntStream.rangeClosed(1, 1000).mapToObj(i -> "1795315937379041\t200\t" + i);

        var result = H2loadOutput.parse(H2LOAD, log);

        assertThat(result.units()).isEqualTo(38_669);
        assertThat(result.seconds()).isCloseTo(1.5, within(1e-9));
        assertThat(result.errors()).isEqualTo(6);
        assertThat(result.p50Micros()).isCloseTo(500, within(20.0));
        assertThat(result.p99Micros()).isCloseTo(990, within(35.0));
        assertThat(result.p999Micros()).isCloseTo(999, within(35.0));
    }

    @Test
    void shortRunsAreTimedInMilliseconds() {
        var result = H2loadOutput.parse(H2LOAD.replace("1.50s", "250.00ms"), Stream.of());

        assertThat(result.seconds()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void whatIsNoResultIsQuoted() {
        assertThatThrownBy(() -> WrkOutput.parse("unable to connect to 127.0.0.1:1\n"))
                .hasMessage("wrk said: unable to connect to 127.0.0.1:1");
        assertThatThrownBy(() -> H2loadOutput.parse("h2load: unknown option", Stream.of()))
                .hasMessageContaining("unknown option");
    }
}
