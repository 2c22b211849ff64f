package io.faultline.l7.upstream;

import io.faultline.core.upstream.connect.PoolPolicy;
import java.util.concurrent.TimeUnit;

/** How old a connection to an endpoint is, what it has carried, and when it has had enough. */
final class Lifetime {

    private final PoolPolicy policy;
    private final long bornNanos;
    private final long diesNanos;
    private long idleSinceNanos;
    private long begunNanos; // the exchange under way, or the last one
    private int exchanges;

    Lifetime(PoolPolicy policy, long bornNanos, long diesNanos) {
        this.policy = policy;
        this.bornNanos = bornNanos;
        this.diesNanos = diesNanos;
        this.idleSinceNanos = bornNanos;
        this.begunNanos = bornNanos;
    }

    void exchangeBegins(long now) {
        exchanges++;
        begunNanos = now;
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

    /** How long it did nothing before the exchange under way. */
    long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, begunNanos - idleSinceNanos));
    }

    /** What it was for the exchange under way, as evidence has it. */
    String history(long now) {
        long age = TimeUnit.NANOSECONDS.toMillis(now - bornNanos);
        return isReused()
                ? "reused: %d exchanges before, %d ms old, idle for %d ms before this one"
                        .formatted(exchanges - 1, age, idleMillis())
                : "new: %d ms old".formatted(age);
    }
}
