package io.faultline.core.discovery.dns;

import io.faultline.core.config.upstream.DnsConfig;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When to ask again. A good answer is refreshed a little before it expires, so that nobody ever uses
 * an expired one while DNS works; a failure is retried with growing pauses.
 *
 * <p>All of it is spread at random: names of one config were first asked for at the same moment, and
 * a hundred proxies may have been started together.
 */
final class RefreshPlan {

    /** With nothing to serve the cluster is dead: ask often. */
    private static final long LONGEST_PAUSE_EMPTY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** With a good answer at hand there is no hurry. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final double EARLIEST = 0.80;
    private static final double LATEST = 0.95;
    private static final double RETRY_SPREAD = 0.1;

    private final long minTtlNanos;
    private final long maxTtlNanos;
    private final RandomGenerator random;

    RefreshPlan(DnsConfig config, RandomGenerator random) {
        this.minTtlNanos = config.minTtl().toNanos();
        this.maxTtlNanos = Math.max(minTtlNanos, config.maxTtl().toNanos());
        this.random = random;
    }

    /** The pause after an answer with this TTL: 80 to 95 % of it, once it is within bounds. */
    long afterAnswer(long ttlNanos) {
        long bounded = Math.clamp(ttlNanos, minTtlNanos, maxTtlNanos);
        return (long) (bounded * random.nextDouble(EARLIEST, LATEST));
    }

    /** The pause after that many failures in a row: doubling from the shortest TTL, give or take 10 %. */
    long afterFailure(int failuresInARow, boolean hasAddresses) {
        long longest = hasAddresses ? LONGEST_PAUSE_NANOS : LONGEST_PAUSE_EMPTY_NANOS;
        int doublings = Math.min(failuresInARow - 1, 16);
        long pause = Math.min(minTtlNanos << doublings, Math.max(longest, minTtlNanos));
        return (long) (pause * random.nextDouble(1 - RETRY_SPREAD, 1 + RETRY_SPREAD));
    }
}
