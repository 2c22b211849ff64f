package io.faultline.core.fault.host;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One line of the kernel's routing tables, as /proc/net/route and /proc/net/ipv6_route list them. */
record RouteLine(IpPrefix prefix, Route route, long metric) {

    private static final int FLAG_UP = 0x1; // of linux/route.h, as the next two
    private static final int FLAG_GATEWAY = 0x2;
    private static final int FLAG_REJECT = 0x200;
    private static final String NO_DEVICE = "*"; // a blackhole, which has no flag of its own
    private static final int V4_COLUMNS = 8;
    private static final int V6_COLUMNS = 10;
    private static final long NO_ROUTE_METRIC = 0xffff_ffffL; // the kernel's own word for "none"

    /**
     * Device, destination, gateway, flags, two unused, metric, mask.
     *
     * @return null for what is not in use, or cannot be read
     */
    static @Nullable RouteLine ofV4(String line) {
        String[] columns = line.strip().split("\\s+");
        try {
            if (columns.length < V4_COLUMNS) {
                return null;
            }
            int flags = Integer.parseInt(columns[3], 16);
            int mask = KernelHex.word(columns[7]);
            byte[] network = ByteBuffer.allocate(4).putInt(KernelHex.word(columns[1])).array();
            return of(
                    IpPrefix.of(network, Integer.bitCount(mask)),
                    columns[0],
                    flags,
                    PeerAddress.ofV4(KernelHex.word(columns[2]), 0),
                    Long.parseLong(columns[6]));
        } catch (IllegalArgumentException notARoute) {
            return null;
        }
    }

    /** Destination, its bits, source, its bits, gateway, metric, two counts, flags, device. */
    static @Nullable RouteLine ofV6(String line) {
        String[] columns = line.strip().split("\\s+");
        try {
            if (columns.length < V6_COLUMNS) {
                return null;
            }
            long metric = Long.parseLong(columns[5], 16);
            byte[] gateway = HexFormat.of().parseHex(columns[4]);
            return metric == NO_ROUTE_METRIC
                    ? null
                    : of(
                            IpPrefix.of(
                                    HexFormat.of().parseHex(columns[0]),
                                    Integer.parseInt(columns[1], 16)),
                            columns[9],
                            Integer.parseUnsignedInt(columns[8], 16),
                            PeerAddress.fromBytes(gateway, 0, gateway.length, 0),
                            metric);
        } catch (IllegalArgumentException notARoute) {
            return null;
        }
    }

    private static @Nullable RouteLine of(
            IpPrefix prefix, String device, int flags, PeerAddress gateway, long metric) {
        if ((flags & FLAG_UP) == 0) {
            return null;
        }
        if ((flags & FLAG_REJECT) != 0 || device.equals(NO_DEVICE)) {
            return new RouteLine(prefix, Route.REJECTED, metric);
        }
        return new RouteLine(
                prefix, (flags & FLAG_GATEWAY) == 0 ? Route.DIRECT : Route.via(gateway), metric);
    }
}
