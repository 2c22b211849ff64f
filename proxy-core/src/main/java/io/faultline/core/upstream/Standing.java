package io.faultline.core.upstream;

import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.upstream.order.EndpointOrders;
import io.faultline.core.upstream.order.Force;
import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the control thread knows of one endpoint: the separate causes that may keep it out, and the
 * one state that follows from them. Control thread only; each cause has one writer.
 */
final class Standing {

    static final int ALL_OF_IT = 100;

    final Endpoint endpoint;

    /** Derived by {@link #derive}; written by the {@link Cluster}. */
    EndpointState state = EndpointState.REMOVED; // until it has joined

    /** Whether config and discovery name it; else since when they do not. */
    boolean member;

    long leftNanos;

    /** What active checks say. */
    HealthVerdict verdict = HealthVerdict.UNCHECKED;

    long downSinceNanos; // by that verdict, while it is DOWN

    /** Written by the {@link OutlierDetector}: the ejection that keeps it out, or null. */
    @Nullable Ejection ejection;

    /** Written by the {@link OutlierDetector}: what it remembers of former ejections. */
    final EjectionRecord ejectionRecord = new EjectionRecord();

    /** Written by {@link Orders}: what the operator wants of it now, and what ends that. */
    EndpointOrders orders = EndpointOrders.NONE;

    @Nullable Future<?> forceTimer;
    @Nullable Future<?> weightTimer;

    /** Written by {@link SlowStart}: percent of its weight that it takes. */
    int warmth = ALL_OF_IT;

    long warmingSinceNanos;

    Standing(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The order is the point: what the operator wants comes before what anybody measured. */
    EndpointState derive(@Nullable HealthConfig health) {
        HealthVerdict counted = health == null ? HealthVerdict.UP : verdict;
        if (!member) {
            return EndpointState.REMOVED;
        }
        if (orders.force() != null) {
            return switch (orders.force()) {
                case UP -> EndpointState.UP;
                case DRAIN -> EndpointState.DRAINING;
                case DOWN -> EndpointState.FORCED_DOWN;
            };
        }
        if (drained()) {
            return EndpointState.DRAINING;
        }
        if (counted == HealthVerdict.DOWN) {
            return EndpointState.DOWN;
        }
        if (ejection != null) {
            return EndpointState.EJECTED;
        }
        if (health != null
                && counted == HealthVerdict.UNCHECKED
                && health.initially() == InitialState.DOWN) {
            return EndpointState.AWAITING;
        }
        if (warmth < ALL_OF_IT) {
            return EndpointState.WARMING;
        }
        return counted == HealthVerdict.UNCHECKED ? EndpointState.UNCHECKED : EndpointState.UP;
    }

    /** It would take something new if it were not ejected. */
    boolean wantedByAllButTraffic(@Nullable HealthConfig health) {
        boolean down = health != null && verdict == HealthVerdict.DOWN && !isForcedUp();
        return member && !drained() && !down;
    }

    /** The operator wants nothing new on it, now or as a rule. */
    boolean drained() {
        return orders.force() == null
                ? endpoint.isWrittenToDrain() || weight() == 0
                : !isForcedUp();
    }

    /** By its address, or by the name it was found under. */
    boolean isAt(HostPort place) {
        boolean samePort = endpoint.peer().port() == place.port();
        return samePort
                && (place.isAddress()
                        ? endpoint.address()
                                .getAddress()
                                .equals(InetAddress.ofLiteral(place.host()))
                        : endpoint.hostname().equalsIgnoreCase(place.host()));
    }

    boolean isForcedUp() {
        return orders.force() == Force.UP;
    }

    /** As ordered, else as written; one that is forced up takes something. */
    private int weight() {
        int wanted = orders.weight() == null ? endpoint.weight() : orders.weight();
        return isForcedUp() ? Math.max(1, wanted) : wanted;
    }

    EndpointSet.Entry entry() {
        // Hundredths of a weight and percent are the same unit.
        int share = state.takesNew() ? weight() * warmth : 0;
        Instant ejectedUntil = ejection == null ? null : ejection.until();
        return new EndpointSet.Entry(endpoint, state, verdict, ejectedUntil, share, orders);
    }

    /** @param timer ends it */
    record Ejection(Instant until, Future<?> timer) {}

    /** How often lately, which decides how long the next one lasts. */
    static final class EjectionRecord {
        int times;
        long lastLengthNanos;
        long backSinceNanos;

        /** The last answer to a run of faults that was no ejection, so that it is told only once. */
        ClusterEvent.@Nullable HoldReason held;

        int heldAtFaults;
    }
}
