package io.faultline.core.listen;

import io.faultline.core.config.ProxyProtocolInConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.timing.TimerText;
import org.jspecify.annotations.Nullable;

/**
 * How long a PROXY header may take.
 *
 * @param timer what stands in the evidence when it took longer: name, value, file and line
 */
public record PreambleLimits(long timeoutNanos, String timer) {

    /** For a listener that expects none from anybody, so that nothing here is ever used. */
    private static final PreambleLimits NONE = new PreambleLimits(0, "");

    public static PreambleLimits of(@Nullable ProxyProtocolInConfig config, Origins origins) {
        return config == null
                ? NONE
                : new PreambleLimits(
                        config.timeout().toNanos(),
                        TimerText.of(
                                "proxyProtocol.timeout",
                                config.timeout(),
                                origins.of(config, "timeout")));
    }
}
