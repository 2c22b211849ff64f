package io.faultline.core.tls.hello;

import io.faultline.core.timing.TimerText;
import java.time.Duration;

/**
 * How long a ClientHello may take.
 *
 * @param timer what stands in the evidence when it took longer: name, value, file and line
 */
public record HelloLimits(long timeoutNanos, String timer) {

    /**
     * @param key the timer's key in the configuration
     * @param origin the file and line that set it
     */
    public static HelloLimits of(String key, Duration timeout, String origin) {
        return new HelloLimits(timeout.toNanos(), TimerText.of(key, timeout, origin));
    }
}
