package io.faultline.core.timing;

import java.time.Duration;

/** How a timer is named in the evidence of a fault: {@code connect.timeout=3000ms (edge.yaml:12)}. */
public final class TimerText {

    private TimerText() {}

    public static String of(String name, Duration value, String origin) {
        return name + "=" + value.toMillis() + "ms (" + origin + ")";
    }
}
