package io.faultline.core.observe.saturation;

import org.jspecify.annotations.Nullable;

/**
 * How fast one resource fills: a straight line through its last samples (least squares). A line and
 * nothing wiser, because an operator has to believe it: it says what it saw, continued.
 */
final class Trend {

    private static final int SAMPLES = 16;
    private static final int ENOUGH = 4;
    private static final double HORIZON_SECONDS = 3_600; // beyond an hour a line proves nothing
    private static final double MOVED = 0.01; // of the limit, within the samples: less is noise

    private final double[] seconds = new double[SAMPLES];
    private final double[] used = new double[SAMPLES];
    private long added;

    /** The time is in seconds since any fixed moment. */
    void add(double atSeconds, double amount) {
        int slot = (int) (added++ % SAMPLES);
        seconds[slot] = atSeconds;
        used[slot] = amount;
    }

    @Nullable Forecast towards(double limit) {
        int count = (int) Math.min(added, SAMPLES);
        int newest = (int) ((added - 1) % SAMPLES);
        if (count < ENOUGH || used[newest] >= limit) {
            return null;
        }
        double slope = slope(count);
        double span = seconds[newest] - seconds[(int) (added - count) % SAMPLES];
        double left = (limit - used[newest]) / slope;
        return slope > 0 && slope * span >= MOVED * limit && left <= HORIZON_SECONDS
                ? new Forecast(slope, left)
                : null;
    }

    private double slope(int count) {
        double meanSeconds = 0;
        double meanUsed = 0;
        for (int i = 0; i < count; i++) {
            meanSeconds += seconds[i] / count;
            meanUsed += used[i] / count;
        }
        double together = 0;
        double spread = 0;
        for (int i = 0; i < count; i++) {
            double away = seconds[i] - meanSeconds;
            together += away * (used[i] - meanUsed);
            spread += away * away;
        }
        return spread == 0 ? 0 : together / spread;
    }
}
