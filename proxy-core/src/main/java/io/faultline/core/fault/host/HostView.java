package io.faultline.core.fault.host;

import io.faultline.core.Side;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.LinkFault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TransportFault;
import org.jspecify.annotations.Nullable;

/**
 * What this host looked like a moment ago, and what that says about a fault.
 *
 * <p>The errno names what our kernel saw: a SYN without an answer. The view knows a better reason: our
 * own table was full, or nobody answered ARP. What it concludes is suspected, and the evidence says from
 * what; what it does not know changes nothing.
 *
 * @param portUse of the destination that ran out of ports last, or null
 */
public record HostView(
        Conntrack conntrack,
        NeighborTable neighbors,
        RouteTable routes,
        PortRange ports,
        @Nullable PortUse portUse) {

    public static final HostView UNKNOWN =
            new HostView(
                    Conntrack.UNKNOWN,
                    NeighborTable.UNKNOWN,
                    RouteTable.UNKNOWN,
                    PortRange.UNKNOWN,
                    null);

    /** The fault in the light of this view. Reads memory only: good on a worker. */
    public Fault refine(Fault fault, PeerAddress towards) {
        return refine(fault, towards, false);
    }

    /**
     * @param dropped whether the tracking table has lately turned connections away: it breathes, and may
     *     have been full between two looks
     */
    Fault refine(Fault fault, PeerAddress towards, boolean dropped) {
        FaultCode code = fault.code();
        if (fault.side() == Side.CLIENT) {
            return fault; // the way to an endpoint says nothing about a client
        }
        boolean full = conntrack.isFull() || dropped && conntrack.isNearlyFull();
        if (code == TransportFault.CONNECT_TIMEOUT) {
            return full ? trackingFull(fault) : unansweredNeighbor(fault, towards);
        }
        if (code == NetworkFault.DESTINATION_DENIED) {
            return full ? trackingFull(fault) : fault;
        }
        if (code == NetworkFault.HOST_UNREACHABLE || code == NetworkFault.NETWORK_UNREACHABLE) {
            return ownRoute(unansweredNeighbor(fault, towards), towards);
        }
        if (code == TransportFault.WRITE_STALLED || code == TransportFault.READ_STALLED) {
            // Only where TCP itself says that nobody acknowledges: a slow reader has a neighbour.
            boolean isLost = fault.evidence().value("suspected") != null;
            return isLost ? unansweredNeighbor(fault, towards) : fault;
        }
        return code == TransportFault.PORTS_EXHAUSTED ? countedPorts(fault, towards) : fault;
    }

    private Fault trackingFull(Fault seen) {
        return new Fault(
                TransportFault.CONNTRACK_FULL,
                Side.PROXY,
                seen.stage(),
                because(seen)
                        .and("conntrack", conntrack.toString())
                        .and(
                                "suspected",
                                "our own table of tracked connections is full, and drops or refuses"
                                        + " new ones"));
    }

    /** Silence on our own wire: the endpoint's if it is our neighbour, else the way there is ours. */
    private Fault unansweredNeighbor(Fault seen, PeerAddress towards) {
        PeerAddress nextHop = routes.towards(towards).nextHop(towards);
        Neighbor state = nextHop == null ? Neighbor.UNKNOWN : neighbors.stateOf(nextHop);
        if (nextHop == null || state != Neighbor.INCOMPLETE) {
            return seen.code() == NetworkFault.HOST_UNREACHABLE && state == Neighbor.RESOLVED
                    ? seen.with("neighbor", "resolved: who says unreachable is beyond it")
                    : seen;
        }
        boolean direct = routes.towards(towards).kind() == Route.Kind.DIRECT;
        return new Fault(
                LinkFault.NEIGHBOR_UNRESOLVED,
                direct ? seen.side() : Side.PROXY,
                seen.stage(),
                because(seen)
                        .and("neighbor", Neighbor.INCOMPLETE.label())
                        .and(direct ? "next_hop" : "gateway", nextHop.addressText())
                        .and(
                                "suspected",
                                "nobody answers "
                                        + (nextHop.isV4() ? "ARP" : "neighbour discovery")
                                        + " for "
                                        + nextHop.addressText()));
    }

    /** A route that our own table lacks, or rejects, is not the endpoint's doing. */
    private Fault ownRoute(Fault seen, PeerAddress towards) {
        Route.Kind route = routes.towards(towards).kind();
        boolean ours =
                route == Route.Kind.REJECTED
                        || route == Route.Kind.NONE
                                && seen.code() == NetworkFault.NETWORK_UNREACHABLE;
        if (!ours || seen.side() == Side.PROXY) {
            return seen;
        }
        String found = route == Route.Kind.NONE ? "none" : "rejected";
        return new Fault(
                seen.code(), Side.PROXY, seen.stage(), seen.evidence().and("our_route", found));
    }

    private Fault countedPorts(Fault seen, PeerAddress towards) {
        if (!ports.isKnown()) {
            return seen;
        }
        Fault counted =
                seen.with("ports", ports.toString())
                        .with("available", Integer.toString(ports.size()));
        return portUse != null && portUse.isKnown() && portUse.destination().equals(towards)
                ? counted.with("used", Long.toString(portUse.used()))
                : counted;
    }

    private static Evidence because(Fault seen) {
        return seen.evidence().and("seen_as", seen.code().id());
    }
}
