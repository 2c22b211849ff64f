package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.result.Metric;
import java.io.IOException;
import java.util.Map;

/** Takes one sample of one contender. */
public interface Probe {

    /** How long it puts the same load on before, unmeasured. */
    default void warmUp(Entrant entrant, double seconds) throws IOException, InterruptedException {}

    Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws IOException, InterruptedException;

    /** How the load is made, for the report. */
    String command();

    /** About how long a sample takes, for the progress bar. */
    default double takes(double seconds) {
        return seconds + 0.4;
    }
}
