package io.faultline.benchmarks.report;

import io.faultline.benchmarks.result.Interval;
import java.util.Locale;

/** How numbers are written: with as many digits as mean something. */
final class Numbers {

    private static final String NOTHING = "-";

    private Numbers() {}

    static String of(double value) {
        if (!Double.isFinite(value)) {
            return NOTHING;
        }
        double size = Math.abs(value);
        return format(
                size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f",
                value);
    }

    static String whole(double value) {
        return Double.isFinite(value) ? format("%,.0f", value) : NOTHING;
    }

    static String percent(double share) {
        return Double.isFinite(share) ? format("%.0f %%", 100 * share) : NOTHING;
    }

    /** A multiple with the half of its range, such as {@code 0.78 ± 0.03}. */
    static String times(Interval ratio) {
        return ratio.isKnown()
                ? format("%.2f \u00b1 %.2f", ratio.middle(), (ratio.high() - ratio.low()) / 2)
                : NOTHING;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
