package io.faultline.app.dashboard.picture;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Percentiles of the last seconds out of a histogram that only grows. Inside a bucket values are taken
 * to lie evenly, so what comes out is as fine as the buckets are and never beyond them.
 */
final class Percentiles {

    /** So many differences are put together: single seconds of little traffic say nothing. */
    private static final int WINDOW = 5;

    private final Deque<long[]> differences = new ArrayDeque<>();
    private long[] before = {};

    /** Takes the counts as they stand now. */
    void add(long[] counts) {
        if (before.length == counts.length) {
            long[] difference = new long[counts.length];
            for (int i = 0; i < counts.length; i++) {
                difference[i] = Math.max(0, counts[i] - before[i]);
            }
            differences.addLast(difference);
            if (differences.size() > WINDOW) {
                differences.removeFirst();
            }
        }
        before = counts.clone();
    }

    /** In the unit of the bounds; NaN while there is nothing. */
    double at(double share, double[] bounds) {
        long[] sums = new long[bounds.length];
        long all = 0;
        for (long[] each : differences) {
            for (int i = 0; i < each.length; i++) {
                sums[i] += each[i];
                all += each[i];
            }
        }
        if (all == 0) {
            return Double.NaN;
        }
        double wanted = share * all;
        double below = 0;
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] > 0 && below + sums[i] >= wanted) {
                double low = i == 0 ? 0 : bounds[i - 1];
                double high = Double.isInfinite(bounds[i]) ? low : bounds[i];
                return low + (high - low) * (wanted - below) / sums[i];
            }
            below += sums[i];
        }
        return bounds[bounds.length - 2];
    }
}
