package io.faultline.benchmarks.report.svg;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands on an axis.
 *
 * @param from the smallest value that is shown, and {@code start} its place
 */
record Scale(boolean logarithmic, double from, double to, double start, double end) {

    private static final double[] NICE = {1, 2, 5, 10};

    /** From zero to a round number that is not smaller than any of the values. */
    static Scale linear(double largest, double start, double end) {
        return new Scale(false, 0, roundedUp(Math.max(largest, 1e-9)), start, end);
    }

    static Scale logarithmic(double smallest, double largest, double start, double end) {
        double from = Math.pow(10, Math.floor(Math.log10(smallest)));
        double to = Math.pow(10, Math.ceil(Math.log10(largest)));
        return new Scale(true, from, to <= from ? from * 10 : to, start, end);
    }

    double at(double value) {
        double share =
                logarithmic
                        ? Math.log10(Math.max(value, from) / from) / Math.log10(to / from)
                        : (value - from) / (to - from);
        return start + share * (end - start);
    }

    /** Round numbers: about five, or each power of ten. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = from; tick <= to * 1.0001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(to);
            for (int i = 0; i * step <= to * 1.0001; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    private static double step(double to) {
        double rough = to / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double nice : NICE) {
            if (nice * power >= rough * 0.999) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static double roundedUp(double largest) {
        double step = step(largest);
        return Math.ceil(largest / step - 1e-9) * step;
    }
}
