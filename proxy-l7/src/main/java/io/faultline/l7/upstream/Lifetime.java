package io.faultline.l7.upstream;

import io.faultline.core.upstream.connect.PoolPolicy;
import java.util.concurrent.TimeUnit;

/** How old a connection to an endpoint is, what it has carried, and when it has had enough. */
final class Lifetime {

    private final PoolPolicy policy;
    private final long bornNanos;
    private final long diesNanos;
    private long idleSinceNanos;
    private int exchanges;

    Lifetime(PoolPolicy policy, long bornNanos, long diesNanos) {
        this.policy = policy;
        this.bornNanos = bornNanos;
        this.diesNanos = diesNanos;
        this.idleSinceNanos = bornNanos;
    }

    void exchangeBegins() {
        exchanges++;
    }

    /** Nothing is under way any more. */
    void isIdle(long now) {
        idleSinceNanos = now;
    }

    /** It has carried an exchange, so the next one need not wait for a connect. */
    boolean wasUsed() {
        return exchanges > 0;
    }

    /** The exchange under way is not the first one. */
    boolean isReused() {
        return exchanges > 1;
    }

    /** How many exchanges it may carry yet. */
    int rest() {
        return policy.requestsPerConnection() - exchanges;
    }

    boolean isOver(long now) {
        return rest() <= 0 || now - diesNanos >= 0;
    }

    /** Before the exchange under way: evidence when it turns out to be stale. */
    String history(long now) {
        return "%d exchanges, %d ms old, last idle %d ms ago"
                .formatted(
                        exchanges - 1,
                        TimeUnit.NANOSECONDS.toMillis(now - bornNanos),
                        TimeUnit.NANOSECONDS.toMillis(now - idleSinceNanos));
    }
}
