package io.faultline.l7.limit;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.route.RouteTimeoutsConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the requests of a route may take.
 *
 * @param response from the sent request to the head of the response
 * @param responseStall an answer of which nothing more comes
 * @param writeStall an endpoint that takes no more of the request
 * @param perTry one try to the head of the response, connect included
 * @param total all tries and the whole response
 * @param tunnelIdle a tunnel on which no byte moves
 */
public record RouteTimers(
        Timer response,
        Timer responseStall,
        Timer writeStall,
        Timer perTry,
        Timer total,
        Timer tunnelIdle) {

    /** Nothing is timed. */
    public static final RouteTimers NONE =
            new RouteTimers(Timer.NONE, Timer.NONE, Timer.NONE, Timer.NONE, Timer.NONE, Timer.NONE);

    public static RouteTimers of(RouteTimeoutsConfig config, HttpTimers listener, Origins origins) {
        return new RouteTimers(
                timer(config, "response", config.response(), listener.response(), origins),
                timer(
                        config,
                        "responseStall",
                        config.responseStall(),
                        listener.responseStall(),
                        origins),
                listener.writeStall(),
                timer(config, "tryTimeout", config.tryTimeout(), Timer.NONE, origins),
                timer(config, "total", config.total(), Timer.NONE, origins),
                timer(config, "tunnelIdle", config.tunnelIdle(), listener.tunnelIdle(), origins));
    }

    private static Timer timer(
            RouteTimeoutsConfig config,
            String key,
            @Nullable Duration value,
            Timer otherwise,
            Origins origins) {
        return value == null
                ? otherwise
                : Timer.of("route.timeouts." + key, value, origins.of(config, key));
    }
}
