package io.faultline.core.fault.host;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's main IPv4 routing table as /proc/net/route lists it: enough to know whose silence on
 * the wire it is, the endpoint's or the gateway's. Policy routing has tables that are not in it.
 */
public final class RouteTable {

    public static final RouteTable UNKNOWN = new RouteTable(null, List.of());

    private static final int FLAG_UP = 0x1; // of linux/route.h, as the next two
    private static final int FLAG_GATEWAY = 0x2;
    private static final int FLAG_REJECT = 0x200;
    private static final String NO_DEVICE = "*"; // a blackhole, which has no flag of its own
    private static final int COLUMNS = 8;

    private final @Nullable PrefixTable prefixes;
    private final List<Route> routes;

    private RouteTable(@Nullable PrefixTable prefixes, List<Route> routes) {
        this.prefixes = prefixes;
        this.routes = routes;
    }

    static RouteTable read(Path proc) {
        String text = ProcFile.read(proc.resolve("net/route"));
        return text == null ? UNKNOWN : parse(text);
    }

    static RouteTable parse(String text) {
        List<Entry> entries =
                text.lines()
                        .skip(1)
                        .map(line -> Entry.parse(line.strip().split("\\s+")))
                        .filter(entry -> entry.usable)
                        .sorted(Comparator.comparingLong(entry -> entry.metric))
                        .toList();
        var prefixes = new ArrayList<IpPrefix>();
        var routes = new ArrayList<Route>();
        for (Entry entry : entries) {
            prefixes.add(entry.prefix);
            routes.add(entry.route);
        }
        return new RouteTable(PrefixTable.of(prefixes), List.copyOf(routes));
    }

    public Route towards(PeerAddress destination) {
        if (prefixes == null || !destination.isV4()) {
            return Route.UNKNOWN;
        }
        int found = prefixes.find(destination);
        return found == PrefixTable.NONE ? Route.NONE : routes.get(found);
    }

    /** One line: device, destination, gateway, flags, two unused, metric, mask. */
    private record Entry(IpPrefix prefix, Route route, long metric, boolean usable) {

        private static final Entry UNUSABLE =
                new Entry(IpPrefix.of(new byte[4], 0), Route.NONE, 0, false);

        static Entry parse(String[] columns) {
            try {
                if (columns.length < COLUMNS) {
                    return UNUSABLE;
                }
                int flags = Integer.parseInt(columns[3], 16);
                int mask = KernelHex.word(columns[7]);
                byte[] network = ByteBuffer.allocate(4).putInt(KernelHex.word(columns[1])).array();
                return new Entry(
                        IpPrefix.of(network, Integer.bitCount(mask)),
                        route(columns[0], flags, KernelHex.word(columns[2])),
                        Long.parseLong(columns[6]),
                        (flags & FLAG_UP) != 0);
            } catch (NumberFormatException notARoute) {
                return UNUSABLE;
            }
        }

        private static Route route(String device, int flags, int gateway) {
            if ((flags & FLAG_REJECT) != 0 || device.equals(NO_DEVICE)) {
                return Route.REJECTED;
            }
            return (flags & FLAG_GATEWAY) == 0
                    ? Route.DIRECT
                    : Route.via(PeerAddress.ofV4(gateway, 0));
        }
    }
}
