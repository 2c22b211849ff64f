package io.faultline.app.admin.page.status;

import io.faultline.core.Layer;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.observe.metrics.TrafficTotals;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.upstream.EndpointSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** How the proxy is, at one moment: what an operator wants to see first, and no more. */
public record StatusPicture(
        Instant at,
        ServerState state,
        long generation,
        String source,
        int workers,
        String transport,
        int sessions,
        List<LayerFacts> layers,
        List<ListenerFacts> listeners,
        List<UpstreamFacts> upstreams,
        Optional<Resource> fullest) {

    private static final TrafficTotals.OfListener QUIET =
            new TrafficTotals.OfListener(0, 0, 0, 0, List.of(), new long[0]);
    private static final TrafficTotals.OfUpstream UNUSED =
            new TrafficTotals.OfUpstream(0, 0, 0, 0, 0, new long[0]);

    /** Reads what others have published: a few numbers for each listener, upstream and endpoint. */
    public static StatusPicture of(ProxyServer server, Instant now) {
        TrafficTotals traffic = server.metrics().traffic();
        List<FaultCount> faults = server.faults().counts();
        return new StatusPicture(
                now,
                server.state(),
                server.generation(),
                server.loaded().source().toString(),
                server.workers(),
                server.transport(),
                server.openSessions(),
                layers(faults, server.saturation().report().resources()),
                listeners(server, traffic.listeners()),
                server.upstreams().stream()
                        .map(each -> upstream(each, traffic.upstreams(), faults))
                        .toList(),
                server.saturation().report().fullest());
    }

    private static List<LayerFacts> layers(List<FaultCount> faults, List<Resource> resources) {
        var layers = new ArrayList<LayerFacts>();
        for (Layer layer : Layer.values()) {
            List<FaultCount> own = faults.stream().filter(each -> each.layer() == layer).toList();
            layers.add(
                    new LayerFacts(
                            layer,
                            sum(own, each -> each.lately().lastMinute()),
                            sum(own, each -> each.lately().lastTenMinutes()),
                            sum(own, each -> each.lately().lastHour()),
                            resources.stream()
                                    .filter(each -> each.isKnown() && each.layer() == layer)
                                    .findFirst()
                                    .orElse(null)));
        }
        return layers;
    }

    private static long sum(List<FaultCount> counts, ToLongFunction<FaultCount> what) {
        return counts.stream().mapToLong(what).sum();
    }

    private static List<ListenerFacts> listeners(
            ProxyServer server, Map<String, TrafficTotals.OfListener> traffic) {
        List<ListenerConfig> written = server.loaded().config().listeners();
        var listeners = new ArrayList<ListenerFacts>();
        for (ListenerGroup group : server.listeners()) {
            TrafficTotals.OfListener counted = traffic.getOrDefault(group.name(), QUIET);
            Optional<ListenerConfig> config =
                    written.stream().filter(each -> each.name().equals(group.name())).findFirst();
            listeners.add(
                    new ListenerFacts(
                            group.name(),
                            group.boundAddress().toString(),
                            config.map(each -> each.protocol().key()).orElse(""),
                            config.map(each -> each.tls() != null).orElse(false),
                            counted.opened(),
                            counted.active(),
                            counted.bytesUp(),
                            counted.bytesDown(),
                            counted.byStatus()));
        }
        return listeners;
    }

    private static UpstreamFacts upstream(
            Upstream upstream,
            Map<String, TrafficTotals.OfUpstream> traffic,
            List<FaultCount> faults) {
        String name = upstream.cluster().name();
        EndpointSet set = upstream.cluster().endpoints();
        TrafficTotals.OfUpstream counted = traffic.getOrDefault(name, UNUSED);
        return new UpstreamFacts(
                name,
                set.entries().size(),
                set.eligibleCount(),
                set.onBackups(),
                (int) set.entries().stream().filter(each -> each.orders().isAny()).count(),
                upstream.cluster().active(),
                counted.awaited(),
                counted.retried(),
                counted.bytesUp(),
                counted.bytesDown(),
                sum(
                        faults.stream().filter(each -> each.name().equals(name)).toList(),
                        each -> each.lately().lastMinute()));
    }
}
