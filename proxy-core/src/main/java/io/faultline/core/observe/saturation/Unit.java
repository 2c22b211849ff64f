package io.faultline.core.observe.saturation;

import java.util.Locale;

/** What a resource is counted in, and how that reads. */
public enum Unit {
    THINGS {
        @Override
        String text(double amount) {
            return String.format(Locale.ROOT, "%,.0f", amount);
        }
    },
    BITS_PER_SECOND {
        @Override
        String text(double amount) {
            return scaled(amount, 1_000, "bit/s", "kbit/s", "Mbit/s", "Gbit/s");
        }
    },
    BYTES {
        @Override
        String text(double amount) {
            return scaled(amount, 1_024, "B", "KiB", "MiB", "GiB");
        }
    },
    DAYS {
        @Override
        String text(double amount) {
            return String.format(Locale.ROOT, "%.1f days", amount);
        }
    },
    SHARE {
        @Override
        String text(double amount) {
            return String.format(Locale.ROOT, "%.0f %%", amount * 100);
        }
    };

    abstract String text(double amount);

    private static String scaled(double amount, int step, String... units) {
        int unit = 0;
        double rest = amount;
        while (rest >= step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        // 24.0 of anything reads as if it had been measured to a tenth
        return String.format(Locale.ROOT, rest < 10 ? "%.1f %s" : "%.0f %s", rest, units[unit]);
    }
}
