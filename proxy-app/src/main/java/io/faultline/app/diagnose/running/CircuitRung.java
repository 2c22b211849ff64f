package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.breaker.BreakerPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether the upstream is asked at all, where its configuration has a circuit breaker. */
final class CircuitRung {

    private static final String NAME = "circuit";

    private CircuitRung() {}

    static @Nullable Rung of(Cluster cluster, LoadedConfig loaded, long now) {
        UpstreamConfig config = loaded.config().upstreams().get(cluster.name());
        BreakerPolicy policy =
                config == null ? null : BreakerPolicy.of(config.circuitBreaker(), loaded.origins());
        if (policy == null) {
            return null;
        }
        boolean open = cluster.breaker().isOpen();
        String state =
                "the circuit of upstream " + cluster.name() + (open ? " is open" : " is closed");
        Rung rung = Rung.of(Layer.L7, NAME, Outcome.OK, -1, state);
        if (!open) {
            return rung;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(cluster.breaker().nanosLeft(now)) + 1;
        return rung.broken(
                Fault.of(ApplicationFault.CIRCUIT_OPEN, Side.UPSTREAM, Stage.BALANCE)
                        .with("opened", cluster.breaker().whyOpened())
                        .with("rule", policy.text())
                        .with("next_trial", "in " + seconds + " s at most"),
                state + ": requests are answered at once");
    }
}
