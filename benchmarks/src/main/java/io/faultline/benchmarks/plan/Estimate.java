package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.peers.Entrant;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** About how long things take, for the progress bar and for those who wonder whether there is time for a coffee. */
final class Estimate {

    private static final double NATIVE_START_SECONDS = 0.7;
    private static final double JVM_START_SECONDS = 3;
    static final double NATIVE_WARM_UP_SECONDS = 0.3;

    private final Options options;
    private final Section section;
    private final Set<String> compiled;
    private final Map<String, String> names = new HashMap<>();

    Estimate(Options options, Section section) {
        this.options = options;
        this.section = section;
        this.compiled =
                section.starts().stream()
                        .filter(start -> start.contender().needsWarmUp())
                        .map(Start::key)
                        .collect(Collectors.toSet());
        section.starts().forEach(start -> names.put(start.key(), start.contender().name()));
    }

    /** Of a row and a JVM: the first rows need all of the time, the later ones a piece of it. */
    static double warmUpSeconds(Options options) {
        return Math.max(options.settleSeconds(), options.warmUpSeconds() / 2);
    }

    double starting() {
        return section.starts().stream().mapToDouble(Estimate::starting).sum();
    }

    /** Ours drives itself for a second before it listens. */
    static double starting(Start start) {
        return start.contender().needsWarmUp() ? JVM_START_SECONDS : NATIVE_START_SECONDS;
    }

    double of(Block block) {
        double all = 0;
        for (var asked : block.rows()) {
            for (var key : asked.who()) {
                all += of(block, asked, key);
            }
        }
        return all;
    }

    double of(Block block, Asked asked, String key) {
        double warm =
                !block.warm()
                        ? 0
                        : compiled.contains(key)
                                ? warmUpSeconds(options) + options.settleSeconds()
                                : NATIVE_WARM_UP_SECONDS;
        int rounds = block.rounds(options, names.getOrDefault(key, Entrant.DIRECT));
        return warm + rounds * asked.probe().takes(options.seconds());
    }

    /** With everybody in them. */
    static double of(Options options, List<Section> sections) throws IOException {
        double all = 0;
        for (var section : sections) {
            var estimate = new Estimate(options, section);
            all += estimate.starting();
            for (var block : section.blocks()) {
                all += estimate.of(block);
            }
        }
        return all;
    }
}
