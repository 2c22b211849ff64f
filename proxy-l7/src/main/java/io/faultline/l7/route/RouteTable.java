package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.route.gate.GateCompiler;
import io.faultline.l7.route.gate.RouteGate;
import io.faultline.l7.route.match.Authority;
import io.faultline.l7.route.match.HostPattern;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All routes of a listener: the first in the {@linkplain RouteEntry#ORDER order} that fits takes a
 * request. Immutable, built when a configuration is loaded, shared by all workers.
 *
 * <p>Nobody goes through that order: hosts and paths are looked up by hash, so that ten thousand routes
 * cost what ten cost.
 */
public final class RouteTable {

    private final List<RouteEntry> entries;
    private final ByteTable<HostRoutes> exactHosts;
    private final ByteTable<HostRoutes> wildcards;
    private final @Nullable HostRoutes anyHost;

    private final RouteGate gate;

    private RouteTable(List<RouteEntry> entries, RouteGate gate) {
        this.entries = entries;
        this.gate = gate;
        Map<HostPattern, ArrayDeque<RouteEntry>> byHost = new LinkedHashMap<>();
        // Backwards, so that the wider host is there before the one that leads to it.
        for (RouteEntry entry : entries.reversed()) {
            byHost.computeIfAbsent(entry.host(), ignored -> new ArrayDeque<>()).addFirst(entry);
        }
        Map<String, HostRoutes> exact = new HashMap<>();
        Map<String, HostRoutes> wild = new HashMap<>();
        HostRoutes any = null;
        for (Map.Entry<HostPattern, ArrayDeque<RouteEntry>> each : byHost.entrySet()) {
            HostPattern host = each.getKey();
            HostRoutes routes =
                    new HostRoutes(List.copyOf(each.getValue()), wider(host, wild, any));
            switch (host.kind()) {
                case EXACT -> exact.put(host.name(), routes);
                case WILDCARD -> wild.put(host.name(), routes);
                case ANY -> any = routes;
            }
        }
        exactHosts = ByteTable.ofHosts(exact);
        wildcards = ByteTable.ofHosts(wild);
        anyHost = any;
    }

    private static @Nullable HostRoutes wider(
            HostPattern host, Map<String, HostRoutes> wildcards, @Nullable HostRoutes any) {
        String name = host.name();
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            HostRoutes found = wildcards.get(name.substring(dot + 1));
            if (found != null) {
                return found;
            }
        }
        return host.kind() == HostPattern.Kind.ANY ? null : any;
    }

    /** Of a configuration that was checked, for who only looks at it. */
    public static RouteTable of(HttpConfig config, Origins origins) {
        return of(config, GateCompiler.alone(origins));
    }

    /** Of a configuration that was checked. */
    public static RouteTable of(HttpConfig config, GateCompiler gates) {
        return new RouteTable(new RouteCompiler(config, gates).entries(), gates.ofListener(config));
    }

    /** In front of all routes. */
    public RouteGate gate() {
        return gate;
    }

    /**
     * The route that takes a request, or null. The path is {@linkplain PathNormalizer normalised}
     * already. Allocates nothing.
     */
    public @Nullable Route match(RequestHead head, PeerAddress client) {
        RouteEntry entry = matchEntry(head, client);
        return entry == null ? null : entry.route();
    }

    /** The same with what made it fit. */
    public @Nullable RouteEntry matchEntry(RequestHead head, PeerAddress client) {
        HostRoutes routes = routesOf(head.bytes(), head.authorityStart(), head.authorityEnd());
        while (routes != null) {
            RouteEntry entry = routes.match(head, client);
            if (entry != null) {
                return entry;
            }
            routes = routes.wider();
        }
        return null;
    }

    private @Nullable HostRoutes routesOf(byte[] bytes, int from, int to) {
        int end = Authority.bareHostEnd(bytes, from, to);
        if (end - from > Math.max(exactHosts.longest(), 0) && wildcards.longest() < 0) {
            return anyHost;
        }
        HostRoutes found = anyHost;
        int hash = ByteHash.EMPTY;
        for (int i = end - 1; i >= from; i--) {
            byte b = Ascii.lower(bytes[i]);
            if (b == '.' && i > from) {
                // Found from the shortest to the longest: the last one counts.
                HostRoutes longer = wildcards.find(bytes, i + 1, end, hash);
                found = longer == null ? found : longer;
            }
            hash = ByteHash.next(hash, b);
        }
        HostRoutes exact = exactHosts.find(bytes, from, end, hash);
        return exact == null ? found : exact;
    }

    /** In the order in which they are tried. */
    public List<RouteEntry> entries() {
        return entries;
    }
}
