package io.faultline.benchmarks.plan;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** About how long things take, for the progress bar and for those who wonder whether there is time for a coffee. */
final class Estimate {

    static final double START_SECONDS = 1.5;
    static final double NATIVE_WARM_UP_SECONDS = 0.3;

    private final Options options;
    private final Section section;
    private final Set<String> compiled;

    Estimate(Options options, Section section) {
        this.options = options;
        this.section = section;
        this.compiled =
                section.starts().stream()
                        .filter(start -> start.contender().needsWarmUp())
                        .map(Start::key)
                        .collect(Collectors.toSet());
    }

    double starting() {
        return START_SECONDS * section.starts().size();
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
                        : compiled.contains(key) ? options.warmUpSeconds() : NATIVE_WARM_UP_SECONDS;
        return warm + block.rounds(options) * asked.probe().takes(options.seconds());
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
