package io.faultline.benchmarks.result;

import java.util.Locale;

/** A number with the range in which it lies with 95 % confidence, as far as the rounds can tell. */
public record Interval(double middle, double low, double high, int rounds) {

    public static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

    public boolean isKnown() {
        return !Double.isNaN(middle);
    }

    /** Such as {@code 0.78 (0.75 to 0.81)}. */
    public String text() {
        return isKnown()
                ? String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", middle, low, high)
                : "-";
    }
}
