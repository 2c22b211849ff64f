package io.faultline.app.dashboard.picture;

import io.faultline.core.Side;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.EndpointSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Which columns there are, and who belongs where. A screen has room for a few upstreams: where there are
 * more, those with the most trouble and then the most traffic have columns, and the rest shares one.
 */
final class Columns {

    static final int MOST_UPSTREAMS = 14;

    private final List<Column> list = new ArrayList<>();
    private final Map<String, Integer> byUpstream = new HashMap<>();
    private final Map<String, Integer> byEndpoint = new HashMap<>();
    private final boolean others;

    private Columns(List<Upstream> all, Set<String> chosen) {
        list.add(Column.CLIENTS);
        list.add(Column.PROXY);
        for (Upstream upstream : all) {
            String name = upstream.cluster().name();
            if (chosen.contains(name)) {
                byUpstream.put(name, list.size());
                for (EndpointSet.Entry entry : upstream.cluster().endpoints().entries()) {
                    byEndpoint.putIfAbsent(entry.endpoint().name(), list.size());
                }
                list.add(Column.of(name));
            }
        }
        others = chosen.size() < all.size();
        if (others) {
            list.add(Column.OTHERS);
        }
    }

    /** @param urgency of an upstream, by name: the highest have columns of their own */
    static Columns of(List<Upstream> all, ToLongFunction<String> urgency) {
        var chosen = new HashSet<String>();
        all.stream()
                .map(each -> each.cluster().name())
                .sorted(Comparator.comparingLong(urgency).reversed())
                .limit(all.size() <= MOST_UPSTREAMS + 1 ? all.size() : MOST_UPSTREAMS)
                .forEach(chosen::add);
        return new Columns(all, chosen);
    }

    List<Column> list() {
        return list;
    }

    /** Of a fault. What is an upstream's, and nobody knows which one's, is put with ours: there one looks. */
    int of(Side side, String upstream) {
        return switch (side) {
            case CLIENT -> 0;
            case PROXY -> 1;
            case UPSTREAM -> ofUpstream(upstream);
        };
    }

    int ofUpstream(String upstream) {
        return byUpstream.getOrDefault(
                upstream, others && !upstream.isEmpty() ? list.size() - 1 : 1);
    }

    /** Of something that can be full. */
    int of(Resource resource) {
        return switch (resource.kind()) {
            case CLIENT_CONNECTIONS, ACCEPT_QUEUE, HANDSHAKES -> 0;
            case POOL, PENDING, REQUESTS -> ofUpstream(resource.subject());
            case SOURCE_PORTS -> byEndpoint.getOrDefault(resource.subject(), 1);
            default -> 1;
        };
    }
}
