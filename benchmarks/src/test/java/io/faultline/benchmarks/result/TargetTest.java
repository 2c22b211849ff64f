package io.faultline.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.benchmarks.result.Target.Kind;
import io.faultline.benchmarks.result.Target.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

    private final RunResult run = new RunResult("compare");

    @Test
    void aMultipleIsJudgedWithItsNoise() {
        DiffTest.Samples.add(run, "haproxy", 10, 10, 10);
        DiffTest.Samples.add(run, "faultline", 7, 7.8, 9);

        assertThat(outcome(times(0.95))).isEqualTo(Outcome.MET);
        assertThat(outcome(times(0.80))).isEqualTo(Outcome.MET_WITHIN_NOISE);
        assertThat(outcome(times(0.75))).isEqualTo(Outcome.NOT_MET_WITHIN_NOISE);
        assertThat(outcome(times(0.60))).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void latencyMayBeSoMuchAbove() {
        var row = "http/open-60";
        DiffTest.Samples.add(run, row, "haproxy", Metric.P99, 150, 160, 155);
        DiffTest.Samples.add(run, row, "faultline", Metric.P99, 250, 260, 255);
        var target = new Target("", row, Metric.P99, Kind.ABOVE, "haproxy", 200);

        assertThat(target.judge(List.of(run), "faultline").outcome()).isEqualTo(Outcome.MET);
        assertThat(target.judge(List.of(run), "faultline").measured()).startsWith("+100 us");
    }

    @Test
    void growthIsJudgedBetweenTwoRowsWhereverTheyAre() {
        var growth = new RunResult("growth");
        DiffTest.Samples.add(growth, "growth/routes/10", "faultline", Metric.CPU, 10, 10, 10);
        DiffTest.Samples.add(growth, "growth/routes/10000", "faultline", Metric.CPU, 12, 12, 12);
        var target =
                new Target(
                        "",
                        "growth/routes/10000",
                        Metric.CPU,
                        Kind.GROWTH,
                        "growth/routes/10",
                        1.1);

        assertThat(target.judge(List.of(run, growth), "faultline").outcome())
                .isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void whatWasNotMeasuredIsNotClaimed() {
        assertThat(outcome(times(1))).isEqualTo(Outcome.NOT_MEASURED);
    }

    @Test
    void everyPromiseHasASentenceAndARow() {
        assertThat(Targets.all()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(Targets.all())
                .allSatisfy(
                        target -> {
                            assertThat(target.sentence()).isNotBlank();
                            assertThat(target.row()).contains("/");
                        });
    }

    private Outcome outcome(Target target) {
        return target.judge(List.of(run), "faultline").outcome();
    }

    private static Target times(double limit) {
        return new Target("", DiffTest.Samples.ROW, Metric.CPU, Kind.TIMES, "haproxy", limit);
    }
}
