package io.faultline.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.benchmarks.result.Diff.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiffTest {

    private static final double[] STEADY = {10, 10.1, 9.9, 10.05, 9.95};

    @Test
    void whatIsClearlyCheaperIsBetter() {
        assertThat(verdict(STEADY, times(0.8, STEADY))).isEqualTo(Verdict.BETTER);
        assertThat(verdict(STEADY, times(1.3, STEADY))).isEqualTo(Verdict.WORSE);
    }

    @Test
    void theSameIsTheSame() {
        assertThat(verdict(STEADY, times(1.01, STEADY))).isEqualTo(Verdict.SAME);
    }

    @Test
    void aDifferenceWithinTheNoiseIsNoVerdict() {
        double[] wild = {10, 16, 8, 13, 9};

        assertThat(verdict(wild, times(1.1, wild))).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void twoRoundsSayNothing() {
        assertThat(verdict(new double[] {10, 10}, new double[] {20, 20}))
                .isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void aSlowerDayIsNotASlowerProgram() {
        var before = new RunResult("compare");
        var after = new RunResult("compare");
        Samples.add(before, "faultline", STEADY);
        Samples.add(before, "haproxy", STEADY);
        Samples.add(after, "faultline", times(2, STEADY));
        Samples.add(after, "haproxy", times(2, STEADY));

        var row = Diff.of(before, after, "faultline", "haproxy").getFirst();

        assertThat(row.relative()).isTrue();
        assertThat(row.verdict()).isEqualTo(Verdict.SAME);
        assertThat(row.after()).isEqualTo(2 * row.before());
    }

    @Test
    void aRowThatOnlyOneRunHasIsNotCompared() {
        var after = new RunResult("compare");
        Samples.add(after, "faultline", STEADY);

        assertThat(Diff.of(new RunResult("compare"), after, "faultline", "haproxy")).isEmpty();
    }

    private static Verdict verdict(double[] before, double[] after) {
        return Diff.verdict(Statistics.change(before, after));
    }

    private static double[] times(double factor, double... values) {
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    /** Samples of one row, with values that a test chooses. */
    static final class Samples {

        static final String ROW = "http/browser";

        private Samples() {}

        static void add(RunResult run, String who, double... cpu) {
            add(run, ROW, who, Metric.CPU, cpu);
        }

        static void add(RunResult run, String row, String who, Metric metric, double... values) {
            run.add(RowInfo.of(row, "a row", RowInfo.Unit.REQUEST, "wrk"));
            for (int round = 0; round < values.length; round++) {
                run.add(new Sample(row, who, round, Map.of(metric, values[round])));
            }
        }
    }
}
