package io.faultline.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultline.benchmarks.load.LoadResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void costIsCpuTimePerUnitAndRatiosAreOfMedians() {
        add(Workload.CHURN, "haproxy-default", 1000, 0.1, 0.2); // 100 us per connection
        add(Workload.CHURN, "haproxy-default", 1000, 0.9, 0.2); // an outlier
        add(Workload.CHURN, "haproxy-default", 1000, 0.1, 0.2);
        add(Workload.CHURN, "faultline", 1000, 0.08, 0.2);

        assertThat(results.median(Workload.CHURN, "haproxy-default", Sample::cost))
                .isCloseTo(100, within(1e-9));
        assertThat(results.ratio(Workload.CHURN, "faultline", "haproxy-default"))
                .isCloseTo(0.8, within(1e-9));
    }

    @Test
    void bulkIsToldInGigabytes() {
        add(Workload.DOWN, "faultline", 4_000_000_000L, 1, 0.2);

        assertThat(results.of(Workload.DOWN, "faultline").getFirst().rate()).isEqualTo(4);
        assertThat(results.median(Workload.DOWN, "faultline", Sample::cost)).isEqualTo(0.25);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Results.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Results.median()).isNaN();
    }

    @Test
    void theTableComparesWithThePeersThatRan() {
        add(Workload.CHURN, "direct", 1000, 0, 0.2);
        add(Workload.CHURN, "faultline", 1000, 0.08, 0.2);
        add(Workload.CHURN, "haproxy-default", 1000, 0.1, 0.2);

        var table = ResultTable.of(results).lines().toList();

        assertThat(table).anyMatch(line -> line.startsWith("== churn: "));
        assertThat(table).anyMatch(line -> line.endsWith("x haproxy"));
        assertThat(table)
                .anyMatch(line -> line.startsWith("faultline ") && line.endsWith("   0.80"));
        assertThat(table).noneMatch(line -> line.contains("x nginx"));
    }

    @Test
    void aLoadThatWasTheBottleneckIsSaid() {
        add(Workload.CHURN, "faultline", 1000, 0.5, 0.97);

        assertThat(ResultTable.of(results))
                .contains("! faultline: the load was the bottleneck (97 % of a core)");
    }

    @Test
    void aRoundWithoutAnythingIsSaidAndHasNoCost() {
        add(Workload.CHURN, "faultline", 0, 0.1, 0.1);

        assertThat(results.median(Workload.CHURN, "faultline", Sample::cost)).isNaN();
        assertThat(ResultTable.of(results)).contains("nothing came through");
    }

    @Test
    void theJsonHoldsEverySampleAndWhereItWasTaken() {
        add(Workload.PING_PONG, "faultline", 1000, 0.5, 0.2);

        var json = ResultJson.of(results, Map.of("faultline", "0.1 \"dev\""), Options.parse());

        assertThat(json)
                .contains("\"workload\":\"ping-pong\"", "\"units\":1000", "\"kernel\":")
                .contains("0.1 \\\"dev\\\"");
    }

    private void add(Workload workload, String who, long units, double cpu, double loadCpu) {
        var load = new LoadResult(units, 1, 0, 10, 20);
        var proxy = new ProcessTree.Cpu(cpu / 4, cpu * 3 / 4);
        results.add(new Sample(workload, who, 0, load, proxy, loadCpu, loadCpu / 2));
    }
}
