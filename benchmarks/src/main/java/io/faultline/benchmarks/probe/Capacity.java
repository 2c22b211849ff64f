package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What HAProxy moves at most with our generator (Faultline, where HAProxy is not installed): shares of it are the fixed rates that everybody is
 * put under. Found out once per section, when first asked for.
 */
public final class Capacity {

    private static final double SECONDS = 1.5;

    private final Rig rig;
    private final String workload;
    private final int connections;
    private @Nullable Entrant reference;
    private double most;

    public Capacity(Rig rig, String workload, int connections) {
        this.rig = rig;
        this.workload = workload;
        this.connections = connections;
    }

    public void measuredOn(Map<String, Entrant> running) {
        reference = running.getOrDefault(Haproxy.NAME, running.get(Faultline.NAME));
    }

    /** Requests per second that are this share of the most. */
    public double share(double share) {
        if (most == 0) {
            var entrant = reference;
            if (entrant == null) {
                throw new IllegalStateException(
                        "neither haproxy nor faultline is here to tell what 100 % is");
            }
            try {
                var order = LoadOrder.closed(workload, entrant.port(), connections, SECONDS);
                rig.generator().run(order); // it is compiled by a JIT too
                var result = rig.generator().run(order);
                most = result.units() / result.seconds();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return share * most;
    }
}
