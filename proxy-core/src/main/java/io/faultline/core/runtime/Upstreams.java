package io.faultline.core.runtime;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.FaultLedger;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.ConnectPolicy;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

/** All configured upstreams, with what keeps their endpoints true: discovery and health checks. */
final class Upstreams {

    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private final MetricShards metrics;
    private final FaultLedger faults;

    Upstreams(
            LoadedConfig loaded,
            ScheduledExecutorService control,
            Surroundings surroundings,
            MetricShards metrics,
            FaultLedger faults) {
        this.metrics = metrics;
        this.faults = faults;
        loaded.config()
                .upstreams()
                .forEach(
                        (name, config) -> {
                            var cluster =
                                    new Cluster(
                                            name,
                                            config,
                                            control,
                                            surroundings.ticker(),
                                            surroundings.clock());
                            var policy = ConnectPolicy.of(config.connect(), loaded.origins());
                            byName.put(name, new Upstream(config, cluster, policy));
                        });
    }

    /** What one worker connects through. */
    WorkerUpstream on(Worker worker, String name) {
        Upstream upstream =
                Objects.requireNonNull(byName.get(name), "references were checked at load");
        return new WorkerUpstream(
                worker,
                upstream.cluster().newPicker(worker.index()),
                upstream.policy(),
                upstream.config().sendProxyProtocol(),
                metrics.worker(worker.index()).upstream(name),
                faults);
    }

    List<Cluster> clusters() {
        return byName.values().stream().map(Upstream::cluster).toList();
    }

    Collection<Upstream> all() {
        return byName.values();
    }
}
