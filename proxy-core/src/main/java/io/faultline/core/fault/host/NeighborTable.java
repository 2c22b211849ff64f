package io.faultline.core.fault.host;

import io.faultline.core.address.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernel's IPv4 neighbours as /proc/net/arp lists them. There is no such file for IPv6. */
public final class NeighborTable {

    public static final NeighborTable UNKNOWN = new NeighborTable(null);

    private static final int FLAG_COMPLETE = 0x2; // ATF_COM of linux/if_arp.h

    private final @Nullable Map<PeerAddress, Neighbor> entries;

    private NeighborTable(@Nullable Map<PeerAddress, Neighbor> entries) {
        this.entries = entries;
    }

    static NeighborTable read(Path proc) {
        String text = ProcFile.read(proc.resolve("net/arp"));
        return text == null ? UNKNOWN : parse(text);
    }

    /** Columns: address, hardware type, flags, hardware address, mask, device. */
    static NeighborTable parse(String text) {
        var entries = new HashMap<PeerAddress, Neighbor>();
        text.lines().skip(1).forEach(line -> addTo(entries, line.strip().split("\\s+")));
        return new NeighborTable(Map.copyOf(entries));
    }

    private static void addTo(Map<PeerAddress, Neighbor> entries, String[] columns) {
        if (columns.length < 3) {
            return;
        }
        try {
            int flags = Integer.decode(columns[2]);
            Neighbor state = (flags & FLAG_COMPLETE) == 0 ? Neighbor.INCOMPLETE : Neighbor.RESOLVED;
            // The same address may be on two links: one that answers is an answer.
            entries.merge(
                    address(columns[0]),
                    state,
                    (one, other) -> one == Neighbor.RESOLVED ? one : other);
        } catch (IllegalArgumentException notAnEntry) {
            // A line we cannot read is a neighbour we do not know.
        }
    }

    private static PeerAddress address(String literal) {
        return PeerAddress.from(new InetSocketAddress(InetAddress.ofLiteral(literal), 0));
    }

    /** The port does not matter. */
    public Neighbor stateOf(PeerAddress address) {
        if (entries == null || !address.isV4()) {
            return Neighbor.UNKNOWN;
        }
        return entries.getOrDefault(address.withPort(0), Neighbor.ABSENT);
    }
}
