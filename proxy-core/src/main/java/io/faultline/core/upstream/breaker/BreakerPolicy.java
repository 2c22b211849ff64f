package io.faultline.core.upstream.breaker;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.config.upstream.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link CircuitBreaker} opens and for how long, in the data path's units.
 *
 * @param text all of it as configured and where, for the evidence
 */
public record BreakerPolicy(
        int failurePercent, int minRequests, long windowNanos, long openNanos, String text) {

    public static @Nullable BreakerPolicy of(
            @Nullable CircuitBreakerConfig config, Origins origins) {
        if (config == null) {
            return null;
        }
        return new BreakerPolicy(
                config.failurePercent(),
                config.minRequests(),
                config.window().toNanos(),
                config.open().toNanos(),
                "circuitBreaker: %d%% of at least %d requests in %s, open for %s (%s)"
                        .formatted(
                                config.failurePercent(),
                                config.minRequests(),
                                DurationText.format(config.window()),
                                DurationText.format(config.open()),
                                origins.of(config)));
    }
}
