package io.faultline.core.upstream.connect;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.PoolConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.timing.TimerText;
import io.faultline.core.upstream.breaker.BreakerPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a pool, in the data path's units. Each cap and timer has a text beside it: its value as
 * configured and where, for the evidence when it was reached.
 *
 * @param maxConnections 0 for no bound
 * @param maxRequests 0 for no bound
 * @param breaker when nothing is asked for a while, or null
 * @param written what a connection of the pool is bound by
 */
public record PoolPolicy(
        int maxConnections,
        String connectionsCap,
        int maxPending,
        String pendingCap,
        long pendingNanos,
        String pendingTimer,
        int maxRequests,
        String requestsCap,
        long idleNanos,
        String idleTimer,
        long maxAgeNanos,
        int requestsPerConnection,
        int maxIdle,
        long pingNanos,
        String pingTimer,
        long pingTimeoutNanos,
        String pingTimeoutTimer,
        Http2Policy http2,
        @Nullable BreakerPolicy breaker,
        List<Record> written) {

    public static PoolPolicy of(UpstreamConfig upstream, Origins origins) {
        PoolConfig config = upstream.pool();
        return new PoolPolicy(
                config.maxConnections(),
                cap(config, "maxConnections", config.maxConnections(), origins),
                config.maxPending(),
                cap(config, "maxPending", config.maxPending(), origins),
                config.pendingTimeout().toNanos(),
                TimerText.of(
                        "pool.pendingTimeout",
                        config.pendingTimeout(),
                        origins.of(config, "pendingTimeout")),
                config.maxRequests(),
                cap(config, "maxRequests", config.maxRequests(), origins),
                config.idle().toNanos(),
                TimerText.of("pool.idle", config.idle(), origins.of(config, "idle")),
                config.maxAge().toNanos(),
                config.requestsPerConnection() == 0
                        ? Integer.MAX_VALUE
                        : config.requestsPerConnection(),
                config.maxIdle(),
                config.pingInterval().toNanos(),
                TimerText.of(
                        "pool.pingInterval",
                        config.pingInterval(),
                        origins.of(config, "pingInterval")),
                config.pingTimeout().toNanos(),
                TimerText.of(
                        "pool.pingTimeout",
                        config.pingTimeout(),
                        origins.of(config, "pingTimeout")),
                Http2Policy.of(upstream.http2(), origins),
                BreakerPolicy.of(upstream.circuitBreaker(), origins),
                List.of(config, upstream.http2()));
    }

    /** Whether the other one says the same, wherever it is written. */
    public boolean hasLimitsOf(PoolPolicy other) {
        return written.equals(other.written);
    }

    private static String cap(PoolConfig config, String name, int value, Origins origins) {
        return "pool.%s=%d (%s)".formatted(name, value, origins.of(config, name));
    }
}
