package io.faultline.core.runtime.fullness;

import io.faultline.core.observe.metrics.MetricShards;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * How many of the latest handshakes were resumed. A full one costs a signature, so when their share grows
 * (tickets lost, clients that never return) the same crowd needs many times the CPU.
 */
final class Resumptions {

    private static final int LOOKS = 30; // about a minute

    private record Counts(long full, long resumed) {}

    private final MetricShards metrics;
    private final ArrayDeque<Counts> history = new ArrayDeque<>();

    Resumptions(MetricShards metrics) {
        this.metrics = metrics;
    }

    /** {@code ; 1,204 in the last minute, 83 % of them resumed}, or "" when there were none. */
    String lately() {
        var now = new Counts(metrics.fullHandshakes(), metrics.resumedHandshakes());
        history.addLast(now);
        if (history.size() > LOOKS) {
            history.removeFirst();
        }
        long resumed = now.resumed() - history.getFirst().resumed();
        long all = resumed + now.full() - history.getFirst().full();
        return all == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d in the last minute, %.0f %% of them resumed",
                        all,
                        100.0 * resumed / all);
    }
}
