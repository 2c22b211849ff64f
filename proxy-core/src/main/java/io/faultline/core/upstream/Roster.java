package io.faultline.core.upstream;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a cluster, and who did until lately: an endpoint that leaves is known for a while,
 * with its past, should it come back. Control thread only.
 */
final class Roster {

    /** DNS answers rotate: one that left may be named again by the next one. */
    private static final long DEPARTED_KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Map<PeerAddress, Standing> known = new HashMap<>();
    private List<Standing> members = List.of();
    private int undrained;

    /** In the order of the config. */
    List<Standing> members() {
        return members;
    }

    /** Members that the operator has not drained. */
    int undrained() {
        return undrained;
    }

    /** Departed ones too. */
    Collection<Standing> known() {
        return known.values();
    }

    /** Everybody the operator may mean by it, departed ones too; null is all members. */
    List<Standing> at(@Nullable HostPort place) {
        return place == null
                ? members
                : known.values().stream().filter(standing -> standing.isAt(place)).toList();
    }

    /** Null once nobody knows it, even if another one has come to its address. */
    @Nullable Standing of(Endpoint endpoint) {
        Standing standing = known.get(endpoint.peer());
        return standing == null || standing.endpoint != endpoint ? null : standing;
    }

    /** Whoever has this address, known from before or made now. */
    Standing knownAt(PeerAddress address, Supplier<Endpoint> unknown) {
        Standing standing = known.get(address);
        if (standing == null) {
            standing = new Standing(unknown.get());
            known.put(address, standing);
        }
        return standing;
    }

    /** Puts others in the place of the members there were, and hands those back. */
    List<Standing> replace(List<Standing> newMembers) {
        List<Standing> before = members;
        members = newMembers;
        return before;
    }

    /** What the operator wants of members may have changed. */
    void countUndrained() {
        undrained = (int) members.stream().filter(standing -> !standing.drained()).count();
    }

    void forgetTheLongDeparted(long nowNanos) {
        known.values()
                .removeIf(
                        standing ->
                                !standing.member
                                        && !standing.orders.isAny()
                                        && standing.endpoint.active() == 0
                                        && nowNanos - standing.leftNanos > DEPARTED_KEPT_NANOS);
    }
}
