package io.faultline.benchmarks.result;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a few noisy rounds can say. Medians, because one round that a neighbour disturbed must not count; ratios within a round, because a slow
 * minute slows everybody down; and a range by bootstrapping, because nothing is known about how the noise is distributed.
 */
public final class Statistics {

    private static final int RESAMPLES = 4_000;
    private static final long SEED = 7; // the same samples give the same report
    private static final double TAIL = 0.025;

    private Statistics() {}

    public static double median(double... values) {
        double[] sorted = known(values);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** How far the values lie apart, as a share of their median. */
    public static double spread(double... values) {
        double[] known = known(values);
        if (known.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(known);
        return (known[known.length - 1] - known[0]) / median(known);
    }

    /** The median of the ratios of each round. */
    public static Interval ratio(double[] values, double[] references) {
        return interval(ratios(values, references));
    }

    static double[] ratios(double[] values, double[] references) {
        int rounds = Math.min(values.length, references.length);
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = references[i] == 0 ? Double.NaN : values[i] / references[i];
        }
        return known(ratios);
    }

    public static Interval interval(double... values) {
        double[] known = known(values);
        if (known.length == 0) {
            return Interval.NONE;
        }
        var random = new SplittableRandom(SEED);
        double[] medians = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            medians[i] = median(resampled(known, random));
        }
        return of(median(known), medians, known.length);
    }

    /** How many times the earlier the later ones are, when their rounds have nothing to do with each other. */
    public static Interval change(double[] earlier, double[] later) {
        double[] before = known(earlier);
        double[] after = known(later);
        if (before.length == 0 || after.length == 0) {
            return Interval.NONE;
        }
        var random = new SplittableRandom(SEED);
        double[] changes = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            changes[i] = median(resampled(after, random)) / median(resampled(before, random));
        }
        int rounds = Math.min(before.length, after.length);
        return of(median(after) / median(before), changes, rounds);
    }

    private static Interval of(double middle, double[] resampled, int rounds) {
        Arrays.sort(resampled);
        int tail = (int) (TAIL * resampled.length);
        return new Interval(
                middle, resampled[tail], resampled[resampled.length - 1 - tail], rounds);
    }

    private static double[] resampled(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
        return drawn;
    }

    private static double[] known(double... values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }
}
