package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The order of things: per workload first a warm-up of everybody, then rounds in which everybody has
 * a turn, each round starting with another one. A machine that slows down for a while slows all of
 * them down.
 */
final class Measurement {

    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final double NATIVE_WARM_UP_SHARE = 0.1;

    private final Options options;
    private final Load load;
    private final List<Entrant> entrants;
    private final Consumer<String> progress;
    private final Results results = new Results();

    Measurement(Options options, Load load, List<Entrant> entrants, Consumer<String> progress) {
        this.options = options;
        this.load = load;
        this.entrants = entrants;
        this.progress = progress;
    }

    Results run() throws IOException {
        // The generator and the backend are compiled by a JIT too: nobody pays for that.
        for (var workload : options.workloads()) {
            load.run(workload, load.backendPort(), options.warmUpSeconds() / 2);
        }
        for (var workload : options.workloads()) {
            progress.accept(workload.label() + ": warm-up");
            for (var entrant : entrants) {
                double share = entrant.needsWarmUp() ? 1 : NATIVE_WARM_UP_SHARE;
                load.run(workload, entrant.port(), options.warmUpSeconds() * share);
            }
            for (int round = 0; round < options.rounds(); round++) {
                progress.accept(
                        workload.label() + ": round " + (round + 1) + " of " + options.rounds());
                for (int turn = 0; turn < entrants.size(); turn++) {
                    var entrant = entrants.get((round + turn) % entrants.size());
                    results.add(sample(workload, entrant, round));
                }
            }
        }
        return results;
    }

    private Sample sample(Workload workload, Entrant entrant, int round) throws IOException {
        var proxyBefore = entrant.cpu();
        double generatorBefore = load.generatorCpuSeconds();
        double backendBefore = load.backendCpuSeconds();
        var result = load.run(workload, entrant.port(), options.seconds());
        LockSupport.parkNanos(SETTLE_NANOS); // closing what the run opened is the proxy's cost too
        return new Sample(
                workload,
                entrant.name(),
                round,
                result,
                entrant.cpu().minus(proxyBefore),
                load.generatorCpuSeconds() - generatorBefore,
                load.backendCpuSeconds() - backendBefore);
    }
}
