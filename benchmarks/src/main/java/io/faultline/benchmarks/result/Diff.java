package io.faultline.benchmarks.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Two runs, row by row. Where both have the reference in a row, ratios to it are compared: the machine may have been slower that day, and the
 * reference was slower with it. A verdict is given only where the noise allows one.
 */
public final class Diff {

    /** What can be said. */
    public enum Verdict {
        BETTER,
        WORSE,
        SAME, // within 5 % either way
        UNCLEAR, // the noise is larger than the difference
        TOO_FEW // fewer than three rounds say nothing
    }

    /** Less than this is nothing, however sure one may be of it. */
    private static final double NOTHING = 0.02;

    private static final double SAME = 0.05;
    private static final int FEWEST_ROUNDS = 3;
    private static final List<Metric> COMPARED =
            List.of(Metric.CPU, Metric.P99, Metric.PAIR_RSS, Metric.ALLOCATED);

    /**
     * @param change how many times the earlier value the later one is
     * @param relative whether values were taken as multiples of the reference's
     */
    public record Row(
            String row,
            String title,
            Metric metric,
            double before,
            double after,
            Interval change,
            boolean relative,
            Verdict verdict) {}

    private Diff() {}

    /** All rows that both runs have. */
    public static List<Row> of(RunResult before, RunResult after, String who, String reference) {
        List<Row> rows = new ArrayList<>();
        for (var info : after.rows()) {
            for (var metric : COMPARED) {
                double[] then = before.values(info.id(), who, metric);
                double[] now = after.values(info.id(), who, metric);
                double[] thenReference = before.values(info.id(), reference, metric);
                double[] nowReference = after.values(info.id(), reference, metric);
                double[] thenRatios = Statistics.ratios(then, thenReference);
                double[] nowRatios = Statistics.ratios(now, nowReference);
                boolean relative = thenRatios.length > 0 && nowRatios.length > 0;
                var change =
                        relative
                                ? Statistics.change(thenRatios, nowRatios)
                                : Statistics.change(then, now);
                if (change.isKnown()) {
                    rows.add(
                            new Row(
                                    info.id(),
                                    info.title(),
                                    metric,
                                    Statistics.median(then),
                                    Statistics.median(now),
                                    change,
                                    relative,
                                    verdict(change)));
                }
            }
        }
        return rows;
    }

    /** Less is better for all that is compared. */
    static Verdict verdict(Interval change) {
        if (change.rounds() < FEWEST_ROUNDS) {
            return Verdict.TOO_FEW;
        }
        if (change.high() < 1 - NOTHING) {
            return Verdict.BETTER;
        }
        if (change.low() > 1 + NOTHING) {
            return Verdict.WORSE;
        }
        return change.low() > 1 - SAME && change.high() < 1 + SAME ? Verdict.SAME : Verdict.UNCLEAR;
    }
}
