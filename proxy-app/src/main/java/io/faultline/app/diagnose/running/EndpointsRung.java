package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.FaultSeen;
import java.util.List;

/** Whom the balancer may choose; of the others who wants it so: an operator, a check, traffic. */
final class EndpointsRung {

    private static final String NAME = "endpoints";

    private EndpointsRung() {}

    static Rung of(Cluster cluster, LoadedConfig loaded) {
        EndpointSet set = cluster.endpoints();
        String who = "of upstream " + cluster.name() + " may be chosen";
        int eligible = set.eligibleCount();
        int all = set.entries().size();
        Rung rung =
                Rung.of(
                        Layer.L5,
                        NAME,
                        Outcome.OK,
                        -1,
                        "%d of %d endpoints %s%s"
                                .formatted(
                                        eligible,
                                        all,
                                        who,
                                        set.onBackups() ? ", backups all" : ""));
        Fault none = eligible == 0 ? why(cluster, set) : null;
        for (EndpointSet.Entry each : set.entries()) {
            if (each.takesNew()) {
                continue;
            }
            String name = each.endpoint().name();
            if (each.state().isByOperator()) {
                String by = orderedBy(each, cluster, loaded);
                none = none == null ? null : none.with("drained_by", by);
                rung = rung.with(name, each.state() + ", " + by).noteworthy();
            } else {
                FaultSeen last = each.endpoint().lastFault();
                String why = last == null ? "" : ", last " + last.fault().code().id();
                rung = rung.with(name, each.state() + why).noteworthy();
            }
        }
        for (var each : set.lookupFaults().entrySet()) {
            rung = rung.with("lookup " + each.getKey(), each.getValue().code().id()).noteworthy();
            if (all > 0) {
                rung =
                        rung.note(
                                each.getKey()
                                        + " is looked up in vain: its last good answer stays in use");
            }
        }
        return none == null ? rung : rung.broken(none, rung.summary());
    }

    /** Where no name has ever had an address, what the lookup met is the reason of it all. */
    private static Fault why(Cluster cluster, EndpointSet set) {
        return set.entries().isEmpty() && !set.lookupFaults().isEmpty()
                ? set.lookupFaults().values().iterator().next()
                : cluster.whyNone();
    }

    /** An order of the admin port goes before what is written. */
    private static String orderedBy(EndpointSet.Entry entry, Cluster cluster, LoadedConfig loaded) {
        if (entry.orders().isAny() && isByOrder(entry)) {
            return "by an order given while it runs (" + entry.orders().words() + ")";
        }
        UpstreamConfig config = loaded.config().upstreams().get(cluster.name());
        List<EndpointConfig> written = config == null ? List.of() : config.endpoints();
        for (EndpointConfig each : written) {
            if ((each.drain() || each.weight() == 0) && isAt(each, entry)) {
                String key = each.drain() ? "drain" : "weight";
                return "by '%s' of the file (%s)".formatted(key, loaded.origins().of(each, key));
            }
        }
        return "by the configuration";
    }

    private static boolean isByOrder(EndpointSet.Entry entry) {
        Integer weight = entry.orders().weight();
        return entry.orders().force() != null
                || weight != null && weight == 0
                || entry.state() == EndpointState.FORCED_DOWN;
    }

    private static boolean isAt(EndpointConfig written, EndpointSet.Entry entry) {
        return !written.address().isAddress()
                || written.address().toString().equals(entry.endpoint().peer().toString());
    }
}
