package io.faultline.l7.limit;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpTimeoutsConfig;
import java.time.Duration;

/**
 * How long things on a listener may take, whichever route is taken.
 *
 * @param minBodyRate bytes per second that a body has to move so as not to be stalled
 */
public record HttpTimers(
        Timer requestHead,
        Timer idle,
        Timer bodyStall,
        long minBodyRate,
        Timer response,
        Timer responseStall,
        Timer writeStall,
        Timer tunnelIdle) {

    public static HttpTimers of(HttpTimeoutsConfig config, Origins origins) {
        return new HttpTimers(
                timer(config, "requestHead", config.requestHead(), origins),
                timer(config, "idle", config.idle(), origins),
                timer(config, "bodyStall", config.bodyStall(), origins),
                config.minBodyRate().bytes(),
                timer(config, "response", config.response(), origins),
                timer(config, "responseStall", config.responseStall(), origins),
                timer(config, "writeStall", config.writeStall(), origins),
                timer(config, "tunnelIdle", config.tunnelIdle(), origins));
    }

    private static Timer timer(
            HttpTimeoutsConfig config, String key, Duration value, Origins origins) {
        return Timer.of("http.timeouts." + key, value, origins.of(config, key));
    }
}
