package io.faultline.core.fault.host;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's main routing tables as /proc lists them: enough to know whose silence on the wire it is,
 * the endpoint's or the gateway's. Policy routing has tables that are not in it.
 */
public final class RouteTable {

    public static final RouteTable UNKNOWN = new RouteTable(null, null);

    private final @Nullable Half v4;
    private final @Nullable Half v6;

    private RouteTable(@Nullable Half v4, @Nullable Half v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    /** The routes of one version of IP. */
    private record Half(PrefixTable prefixes, List<Route> routes) {

        static Half of(List<RouteLine> lines) {
            List<IpPrefix> prefixes = new ArrayList<>();
            List<Route> routes = new ArrayList<>();
            lines.stream()
                    .sorted(Comparator.comparingLong(RouteLine::metric))
                    .forEach(
                            line -> {
                                prefixes.add(line.prefix());
                                routes.add(line.route());
                            });
            return new Half(PrefixTable.of(prefixes), List.copyOf(routes));
        }

        Route towards(PeerAddress destination) {
            int found = prefixes.find(destination);
            return found == PrefixTable.NONE ? Route.NONE : routes.get(found);
        }
    }

    static RouteTable read(Path proc) {
        return parse(
                ProcFile.read(proc.resolve("net/route")),
                ProcFile.read(proc.resolve("net/ipv6_route")));
    }

    static RouteTable parse(String v4) {
        return parse(v4, null);
    }

    /**
     * @param v4 the text of /proc/net/route, or null where there is none
     * @param v6 the text of /proc/net/ipv6_route, or null
     */
    static RouteTable parse(@Nullable String v4, @Nullable String v6) {
        return new RouteTable(
                v4 == null ? null : half(v4.lines().skip(1).toList(), RouteLine::ofV4),
                v6 == null ? null : half(v6.lines().toList(), RouteLine::ofV6));
    }

    private static Half half(List<String> lines, Function<String, @Nullable RouteLine> read) {
        List<RouteLine> usable = new ArrayList<>();
        for (String line : lines) {
            RouteLine route = read.apply(line);
            if (route != null) {
                usable.add(route);
            }
        }
        return Half.of(usable);
    }

    public Route towards(PeerAddress destination) {
        Half half = destination.isV4() ? v4 : v6;
        return half == null ? Route.UNKNOWN : half.towards(destination);
    }
}
