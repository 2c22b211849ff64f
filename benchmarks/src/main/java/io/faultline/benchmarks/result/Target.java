package io.faultline.benchmarks.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A promise about cost, with the row that tells whether it is kept.
 *
 * @param sentence as it was promised
 * @param row where it is measured
 * @param reference who it is compared with: a contender of the same row, or for growth another row; empty for a plain limit
 */
public record Target(
        String sentence, String row, Metric metric, Kind kind, String reference, double limit) {

    /** How the limit is meant. */
    public enum Kind {
        TIMES, // at most so many times the reference's
        ABOVE, // at most so much above the reference's
        PLAIN, // at most so much
        GROWTH // at most so many times the same contender's in another row
    }

    /** What became of it. */
    public enum Outcome {
        MET("met"),
        MET_WITHIN_NOISE("met, but the noise reaches over the limit"),
        NOT_MET_WITHIN_NOISE("not met, but the noise reaches below the limit"),
        NOT_MET("not met"),
        NOT_MEASURED("not measured");

        public final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    /** @param measured with its range, in words */
    public record Judgement(Target target, String measured, Outcome outcome) {}

    /** By the first of these runs that has the row. */
    public Judgement judge(List<RunResult> runs, String who) {
        Optional<RunResult> run =
                runs.stream().filter(each -> each.contenders(row).contains(who)).findFirst();
        var value = run.map(each -> measure(each, who)).orElse(Interval.NONE);
        if (!value.isKnown()) {
            return new Judgement(this, "-", Outcome.NOT_MEASURED);
        }
        return new Judgement(this, text(value), outcome(value));
    }

    private Interval measure(RunResult run, String who) {
        double[] values = run.values(row, who, metric);
        return switch (kind) {
            case TIMES -> run.ratio(row, who, reference, metric);
            case PLAIN -> Statistics.interval(values);
            case GROWTH -> Statistics.ratio(values, run.values(reference, who, metric));
            case ABOVE -> {
                double[] others = run.values(row, reference, metric);
                double[] above = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    above[i] = values[i] - others[i];
                }
                yield Statistics.interval(above);
            }
        };
    }

    private Outcome outcome(Interval value) {
        if (value.middle() <= limit) {
            return value.high() <= limit ? Outcome.MET : Outcome.MET_WITHIN_NOISE;
        }
        return value.low() > limit ? Outcome.NOT_MET : Outcome.NOT_MET_WITHIN_NOISE;
    }

    private String text(Interval value) {
        var pattern =
                switch (kind) {
                    case TIMES, GROWTH -> "%.2f x (%.2f to %.2f)";
                    case ABOVE -> "%+.0f us (%+.0f to %+.0f)";
                    case PLAIN -> "%,.0f (%,.0f to %,.0f)";
                };
        return String.format(Locale.ROOT, pattern, value.middle(), value.low(), value.high());
    }
}
