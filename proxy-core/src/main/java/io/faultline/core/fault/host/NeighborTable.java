package io.faultline.core.fault.host;

import io.faultline.core.address.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernel's neighbours: of IPv4 as /proc/net/arp lists them, of IPv6 as netlink does. */
public final class NeighborTable {

    public static final NeighborTable UNKNOWN = new NeighborTable(null, null);

    private static final int FLAG_COMPLETE = 0x2; // ATF_COM of linux/if_arp.h

    private final @Nullable Map<PeerAddress, Neighbor> v4;
    private final @Nullable Map<PeerAddress, Neighbor> v6;

    private NeighborTable(
            @Nullable Map<PeerAddress, Neighbor> v4, @Nullable Map<PeerAddress, Neighbor> v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    static NeighborTable read(Path proc) {
        String text = ProcFile.read(proc.resolve("net/arp"));
        return text == null ? UNKNOWN : parse(text);
    }

    /** Columns: address, hardware type, flags, hardware address, mask, device. */
    static NeighborTable parse(String text) {
        var entries = new HashMap<PeerAddress, Neighbor>();
        text.lines().skip(1).forEach(line -> addTo(entries, line.strip().split("\\s+")));
        return new NeighborTable(Map.copyOf(entries), null);
    }

    /** The same with what is known of IPv6, or null where nothing is. */
    NeighborTable with(@Nullable Map<PeerAddress, Neighbor> ofV6) {
        return new NeighborTable(v4, ofV6);
    }

    private static void addTo(Map<PeerAddress, Neighbor> entries, String[] columns) {
        if (columns.length < 3) {
            return;
        }
        try {
            int flags = Integer.decode(columns[2]);
            Neighbor state = (flags & FLAG_COMPLETE) == 0 ? Neighbor.INCOMPLETE : Neighbor.RESOLVED;
            entries.merge(address(columns[0]), state, NeighborTable::better);
        } catch (IllegalArgumentException notAnEntry) {
            // A line we cannot read is a neighbour we do not know.
        }
    }

    /** The same address may be on two links: one that answers is an answer. */
    static Neighbor better(Neighbor one, Neighbor other) {
        return one == Neighbor.RESOLVED ? one : other;
    }

    private static PeerAddress address(String literal) {
        return PeerAddress.from(new InetSocketAddress(InetAddress.ofLiteral(literal), 0));
    }

    /** The port does not matter. */
    public Neighbor stateOf(PeerAddress address) {
        Map<PeerAddress, Neighbor> entries = address.isV4() ? v4 : v6;
        if (entries == null) {
            return Neighbor.UNKNOWN;
        }
        PeerAddress unscoped = PeerAddress.ofV6(address.high(), address.low(), 0, 0);
        return entries.getOrDefault(unscoped, Neighbor.ABSENT);
    }
}
