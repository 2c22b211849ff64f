package io.faultline.core.upstream;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.timing.Ticker;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says why a cluster can take nobody: there is nothing to take them ({@code L5.NO_ENDPOINTS}), or all
 * of it is out ({@code L5.NONE_HEALTHY}), each with its last fault. What was said is kept for a second:
 * while everything is down, every session asks. Any thread.
 */
final class NobodyEligible {

    /** More would not be read, and a log line has an end. */
    static final int NAMED_AT_MOST = 8;

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String cluster;
    private final Ticker ticker;
    private volatile @Nullable Said last;

    NobodyEligible(String cluster, Ticker ticker) {
        this.cluster = cluster;
        this.ticker = ticker;
    }

    private record Said(EndpointSet of, long atNanos, Fault fault) {}

    Fault why(EndpointSet set) {
        long now = ticker.nanos();
        Said said = last;
        if (said != null && said.of == set && now - said.atNanos < KEPT_NANOS) {
            return said.fault;
        }
        Fault fault = explain(cluster, set);
        last = new Said(set, now, fault);
        return fault;
    }

    static Fault explain(String cluster, EndpointSet set) {
        List<EndpointSet.Entry> entries = set.entries();
        boolean drained = entries.stream().allMatch(e -> e.state().isByOperator());
        Fault fault =
                // Nothing failed when the operator drained all of it: nothing is there to take it.
                drained
                        ? Fault.of(SessionFault.NO_ENDPOINTS, Side.PROXY, Stage.BALANCE)
                        : Fault.of(SessionFault.NONE_HEALTHY, Side.UPSTREAM, Stage.BALANCE);
        fault = fault.with("upstream", cluster);
        fault = fault.with("endpoints", Integer.toString(entries.size()));
        for (Map.Entry<HostPort, Fault> lookup : set.lookupFaults().entrySet()) {
            fault = fault.with("lookup " + lookup.getKey(), lookup.getValue().toString());
        }
        for (EndpointSet.Entry entry :
                entries.subList(0, Math.min(NAMED_AT_MOST, entries.size()))) {
            fault = fault.with(entry.endpoint().name(), describe(entry));
        }
        if (entries.size() > NAMED_AT_MOST) {
            fault = fault.with("more", Integer.toString(entries.size() - NAMED_AT_MOST));
        }
        Set<Layer> layers = layersOf(entries);
        return !drained && entries.size() > 1 && layers.size() == 1
                ? fault.with(
                        "suspected",
                        "one cause for all: every last fault is on " + layers.iterator().next())
                : fault;
    }

    private static String describe(EndpointSet.Entry entry) {
        FaultSeen last = entry.endpoint().lastFault();
        return last == null ? entry.state().name() : entry.state() + ", last " + last;
    }

    /** Empty as soon as one endpoint has no fault to show. */
    private static Set<Layer> layersOf(List<EndpointSet.Entry> entries) {
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        for (EndpointSet.Entry entry : entries) {
            FaultSeen last = entry.endpoint().lastFault();
            if (last == null) {
                return Set.of();
            }
            layers.add(last.fault().code().layer());
        }
        return layers;
    }
}
