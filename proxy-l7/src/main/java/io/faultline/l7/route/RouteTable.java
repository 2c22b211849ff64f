package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All routes of a listener. Immutable, built when a configuration is loaded, shared by all workers. */
public final class RouteTable {

    private final List<RouteEntry> entries;

    private RouteTable(List<RouteEntry> entries) {
        this.entries = entries;
    }

    /** Of a configuration that was checked. */
    public static RouteTable of(HttpConfig config, Origins origins) {
        return new RouteTable(new RouteCompiler(config, origins).entries());
    }

    /**
     * The route that takes a request, or null. The path is {@linkplain PathNormalizer normalised}
     * already. Allocates nothing.
     */
    public @Nullable Route match(RequestHead head, PeerAddress client) {
        for (RouteEntry entry : entries) {
            if (entry.matches(head, client)) {
                return entry.route();
            }
        }
        return null;
    }

    /** In the order in which they are tried. */
    public List<RouteEntry> entries() {
        return entries;
    }
}
