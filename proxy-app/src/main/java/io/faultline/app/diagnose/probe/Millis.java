package io.faultline.app.diagnose.probe;

import java.util.Locale;

/** Times as people compare them. */
public final class Millis {

    private static final double NANOS_PER_MILLI = 1e6;

    private Millis() {}

    /** {@code 0.42 ms}; {@code 123 ms}. */
    public static String of(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        String format = millis < 10 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms";
        return String.format(Locale.ROOT, format, millis);
    }
}
