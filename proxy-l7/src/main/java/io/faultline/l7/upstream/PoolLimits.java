package io.faultline.l7.upstream;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection may wait between two exchanges, and how many may.
 *
 * @param maxAgeNanos a connection that is older ends after its exchange, so that endpoints behind a
 *     name that moved lose their last clients
 */
public record PoolLimits(
        int maxIdlePerEndpoint, long idleNanos, long maxAgeNanos, int maxRequests) {

    /** What the field does: idle below the usual keep-alive of servers, ten minutes of age. */
    public static final PoolLimits DEFAULTS =
            new PoolLimits(
                    256,
                    TimeUnit.SECONDS.toNanos(30),
                    TimeUnit.MINUTES.toNanos(10),
                    Integer.MAX_VALUE);
}
