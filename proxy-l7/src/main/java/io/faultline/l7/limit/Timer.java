package io.faultline.l7.limit;

import io.faultline.core.timing.TimerText;
import java.time.Duration;

/**
 * How long something may take.
 *
 * @param nanos {@code Long.MAX_VALUE} for no limit
 * @param text what stands in the evidence when it fired: name, value, file and line
 */
public record Timer(long nanos, String text) {

    public static final Timer NONE = new Timer(Long.MAX_VALUE, "none");

    public static Timer of(String name, Duration value, String origin) {
        return new Timer(value.toNanos(), TimerText.of(name, value, origin));
    }

    public boolean isSet() {
        return nanos != Long.MAX_VALUE;
    }
}
