package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Target;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.Cluster;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The running proxy seen from inside: whom it may choose, whether it asks at all, what is full, and what
 * traffic met lately. It connects nowhere and changes nothing.
 */
public final class ServerView implements RunningProxy {

    private final Supplier<LoadedConfig> loaded;
    private final Supplier<List<Cluster>> clusters;
    private final Supplier<SaturationReport> fullness;
    private final FaultLedger faults;
    private final InstantSource clock;

    public ServerView(
            Supplier<LoadedConfig> loaded,
            Supplier<List<Cluster>> clusters,
            Supplier<SaturationReport> fullness,
            FaultLedger faults,
            InstantSource clock) {
        this.loaded = loaded;
        this.clusters = clusters;
        this.fullness = fullness;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public List<Rung> about(Target target, List<String> upstreams) {
        String listener = target instanceof Target.ListenerPath path ? path.name() : "";
        LoadedConfig config = loaded.get();
        List<Rung> rungs = new ArrayList<>();
        for (Cluster each : clusters.get()) {
            if (upstreams.contains(each.name())) {
                rungs.add(EndpointsRung.of(each, config));
                Rung circuit = CircuitRung.of(each, config, Ticker.system().nanos());
                if (circuit != null) {
                    rungs.add(circuit);
                }
            }
        }
        rungs.add(FullnessRung.of(fullness.get(), listener, upstreams));
        Set<FaultCode> named =
                rungs.stream()
                        .map(Rung::fault)
                        .filter(Objects::nonNull)
                        .map(Fault::code)
                        .collect(Collectors.toSet());
        rungs.add(TrafficRung.of(faults.recent(), listener, upstreams, named, clock.instant()));
        return rungs;
    }
}
