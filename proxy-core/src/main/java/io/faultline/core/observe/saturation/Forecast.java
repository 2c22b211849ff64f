package io.faultline.core.observe.saturation;

import java.util.Locale;

/**
 * Where a resource is heading if it goes on like this.
 *
 * @param perSecond how fast it fills
 * @param secondsToFull from the look that saw it
 */
public record Forecast(double perSecond, double secondsToFull) {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    /** {@code growing 300/s: full in 14 s}. */
    public String text(Unit unit) {
        return "growing " + rate(unit) + "/s: full in " + span();
    }

    private String rate(Unit unit) {
        return unit == Unit.THINGS && perSecond < 10
                ? String.format(Locale.ROOT, "%.1f", perSecond)
                : unit.text(perSecond);
    }

    private String span() {
        if (secondsToFull < 2 * MINUTE) {
            return Math.round(secondsToFull) + " s";
        }
        return secondsToFull < 2 * HOUR
                ? Math.round(secondsToFull / MINUTE) + " min"
                : Math.round(secondsToFull / HOUR) + " h";
    }
}
