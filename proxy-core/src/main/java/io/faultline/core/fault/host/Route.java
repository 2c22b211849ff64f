package io.faultline.core.fault.host;

import io.faultline.core.address.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the kernel sends a packet first.
 *
 * @param gateway the router it goes to, or null when the destination is on our own wire
 */
public record Route(Kind kind, @Nullable PeerAddress gateway) {

    /** What the routing table says about a destination. */
    public enum Kind {
        DIRECT,
        VIA_GATEWAY,
        REJECTED, // an unreachable, prohibit or blackhole entry of our own
        NONE, // the main table knows no way
        UNKNOWN // the system does not tell
    }

    static final Route UNKNOWN = new Route(Kind.UNKNOWN, null);
    static final Route NONE = new Route(Kind.NONE, null);
    static final Route REJECTED = new Route(Kind.REJECTED, null);
    static final Route DIRECT = new Route(Kind.DIRECT, null);

    static Route via(PeerAddress gateway) {
        return new Route(Kind.VIA_GATEWAY, gateway);
    }

    /** Who must answer ARP for a packet to leave, or null when that cannot be said. */
    public @Nullable PeerAddress nextHop(PeerAddress destination) {
        return kind == Kind.DIRECT ? destination : gateway;
    }
}
