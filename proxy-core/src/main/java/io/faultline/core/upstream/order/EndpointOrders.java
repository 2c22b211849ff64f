package io.faultline.core.upstream.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is ordered of one endpoint now. State and weight are two orders, as they are two questions: one
 * may end while the other goes on.
 *
 * @param force null: as everybody else says
 * @param forceUntil null: until somebody takes it back
 * @param weight null: as it is written
 */
public record EndpointOrders(
        @Nullable Force force,
        @Nullable Instant forceUntil,
        @Nullable Integer weight,
        @Nullable Instant weightUntil) {

    public static final EndpointOrders NONE = new EndpointOrders(null, null, null, null);

    public boolean isAny() {
        return force != null || weight != null;
    }

    public EndpointOrders forced(@Nullable Force to, @Nullable Instant until) {
        return new EndpointOrders(to, until, weight, weightUntil);
    }

    public EndpointOrders weighing(@Nullable Integer now, @Nullable Instant until) {
        return new EndpointOrders(force, forceUntil, now, until);
    }

    /** {@code drain until 2026-01-01T00:10:00Z, weight 3}; "" without any. */
    public String words() {
        String first = force == null ? "" : force.label() + until(forceUntil);
        String second = weight == null ? "" : "weight " + weight + until(weightUntil);
        return first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
    }

    private static String until(@Nullable Instant end) {
        return end == null ? "" : " until " + end;
    }
}
