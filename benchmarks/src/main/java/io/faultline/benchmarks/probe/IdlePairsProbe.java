package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.proc.LiveHeap;
import io.faultline.benchmarks.result.Metric;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** Memory of connections that are open and silent. On a fresh process only: memory that was used once is not given back. */
public record IdlePairsProbe(Rig rig, int connections) implements Probe {

    private static final double OPENING_SECONDS = 10;

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds) throws IOException {
        // A few first, so that what is made once is not counted.
        rig.generator().run(LoadOrder.closed("ping-pong", entrant.port(), 8, 0.5));
        OptionalLong heap = LiveHeap.bytes(entrant.process());
        long resident = entrant.residentBytes();
        var opened =
                rig.generator()
                        .run(
                                LoadOrder.closed(
                                        "idle", entrant.port(), connections, OPENING_SECONDS));
        double pairs = opened.units();
        if (pairs < connections) {
            letGo(entrant);
            throw new IOException(
                    "only %d of %d connections were answered"
                            .formatted(opened.units(), connections));
        }
        var values = new EnumMap<Metric, Double>(Metric.class);
        values.put(Metric.PAIR_RSS, (entrant.residentBytes() - resident) / pairs);
        OptionalLong full = LiveHeap.bytes(entrant.process());
        if (heap.isPresent() && full.isPresent()) {
            values.put(Metric.PAIR_HEAP, (full.getAsLong() - heap.getAsLong()) / pairs);
        }
        letGo(entrant);
        return values;
    }

    private void letGo(Entrant entrant) throws IOException {
        rig.generator().run(LoadOrder.closed("rest", entrant.port(), 0, 0));
    }

    @Override
    public String command() {
        return "own generator: " + connections + " connections, each answered once, then silent";
    }

    @Override
    public double takes(double seconds) {
        return 5;
    }
}
