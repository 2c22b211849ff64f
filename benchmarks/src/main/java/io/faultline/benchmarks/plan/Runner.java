package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.peers.Certificate;
import io.faultline.benchmarks.peers.Contender;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.proc.RunFolder;
import io.faultline.benchmarks.result.RunFile;
import io.faultline.benchmarks.result.RunResult;
import io.faultline.benchmarks.result.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of things: section by section, start everybody, warm up, then rounds in which everybody has a turn, each round starting with another
 * one. Who cannot start or breaks down is left out with the reason; nothing ends a run but whoever started it. The file is written after
 * each round, so that nothing is lost then.
 */
final class Runner {

    private static final int LAST_WORDS = 600;

    /** A share of a core: there is always something left to compile. */
    private static final double RESTING = 0.1;

    /** One is the rule; more where the first phase was not enough. */
    private static final int SETTLING_PIECES = 3;

    private final Options options;
    private final Rig rig;
    private final Certificate certificate;
    private final RunResult result;
    private final Path file;
    private final Progress progress;

    Runner(Options options, Rig rig, RunResult result, Path file, Progress progress)
            throws IOException {
        this.options = options;
        this.rig = rig;
        this.certificate = Certificate.in(rig.folder());
        this.result = result;
        this.file = file;
        this.progress = progress;
    }

    void run(List<Section> sections) throws IOException, InterruptedException {
        Map<Section, List<Block>> plan = new LinkedHashMap<>();
        for (var section : sections) {
            var wanted = wanted(section);
            if (!wanted.isEmpty()) {
                plan.put(section, wanted);
                var estimate = new Estimate(options, section);
                progress.plan(estimate.starting());
                wanted.forEach(block -> progress.plan(estimate.of(block)));
            }
        }
        if (plan.isEmpty()) {
            throw new IOException(
                    "nothing to measure: --only names no row that there is, or what makes its load is missing (named above)");
        }
        for (var entry : plan.entrySet()) {
            run(entry.getKey(), entry.getValue());
        }
        progress.step("done");
        progress.end();
    }

    private List<Block> wanted(Section section) throws IOException {
        List<Block> wanted = new ArrayList<>();
        for (var block : section.blocks()) {
            var rows = block.rows().stream().filter(row -> options.wants(row.row().id())).toList();
            if (!rows.isEmpty()) {
                wanted.add(block.only(rows));
            }
        }
        return wanted;
    }

    private void run(Section section, List<Block> blocks) throws IOException, InterruptedException {
        Map<String, Entrant> running = new LinkedHashMap<>();
        try {
            running.put(Entrant.DIRECT, Entrant.direct(rig.backendPort()));
            for (var start : section.starts()) {
                progress.step("starting " + start.key());
                start(section, start, running);
                progress.done(Estimate.starting(start));
            }
            section.running(running);
            var estimate = new Estimate(options, section);
            for (var block : blocks) {
                if (!block.warm()) {
                    run(block, running, estimate);
                }
            }
            compile(blocks, running);
            for (var block : blocks) {
                if (block.warm()) {
                    run(block, running, estimate);
                }
            }
        } finally {
            running.values().forEach(Entrant::close);
        }
    }

    private void start(Section section, Start start, Map<String, Entrant> running)
            throws InterruptedException, IOException {
        Contender contender = start.contender();
        var missing = contender.missing();
        if (missing != null) {
            leftOut(contender.name(), missing);
            return;
        }
        if (!contender.serves(start.service())) {
            leftOut(contender.name() + " in " + section.title(), "it does not do this here");
            return;
        }
        try {
            int port = start.everywhere() ? rig.backendPortEverywhere() : rig.backendPort();
            var entrant =
                    Entrant.start(
                            contender,
                            start.key(),
                            start.service(),
                            start.cpus(),
                            rig.folder(),
                            port,
                            certificate);
            running.put(start.key(), entrant);
            result.versions().put(contender.name(), contender.version());
            if (!entrant.config().isEmpty() && entrant.config().length() < 4_000) {
                result.configs().put(start.service() + " " + start.key(), entrant.config());
            }
        } catch (IOException notStarted) {
            leftOut(start.key() + " in " + section.title(), reason(notStarted));
        }
    }

    /**
     * All that a section will do to a JVM, before anything of it is measured: code that a row meets for the first time throws away what was compiled for
     * those before. On all cores, so that its compilers do not take turns with it.
     */
    private void compile(List<Block> blocks, Map<String, Entrant> running)
            throws InterruptedException {
        for (var start : running.entrySet()) {
            var entrant = start.getValue();
            if (!entrant.needsWarmUp()) {
                continue;
            }
            entrant.spread();
            for (var block : blocks) {
                for (var asked : block.rows()) {
                    if (block.warm() && asked.who().contains(start.getKey())) {
                        compile(new Turn(asked, entrant));
                    }
                }
            }
            entrant.gather();
        }
    }

    private void compile(Turn turn) throws InterruptedException {
        progress.step(turn.name() + ", warm-up");
        try {
            untilCompilersRest(turn, options.warmUpSeconds());
        } catch (IOException | RuntimeException e) {
            broken(turn, e);
        }
        progress.done(Estimate.warmUpSeconds(options));
    }

    /** In pieces, until the compilers have next to nothing to do. */
    private void untilCompilersRest(Turn turn, double mostSeconds)
            throws IOException, InterruptedException {
        double piece = options.settleSeconds();
        double before = turn.entrant.compilerSeconds();
        for (double took = 0; took < mostSeconds; took += piece) {
            turn.asked.probe().warmUp(turn.entrant, piece);
            RunFolder.emptyLogs(rig.folder(), Faultline.ACCESS_LOG);
            double now = turn.entrant.compilerSeconds();
            if (now - before < RESTING * piece) {
                return;
            }
            before = now;
        }
    }

    private void run(Block block, Map<String, Entrant> running, Estimate estimate)
            throws InterruptedException, IOException {
        List<Turn> turns = new ArrayList<>();
        for (var asked : block.rows()) {
            for (var key : asked.who()) {
                var entrant = running.get(key);
                if (entrant != null && entrant.isAlive()) {
                    turns.add(new Turn(asked, entrant));
                    result.add(asked.row());
                } else {
                    progress.forget(estimate.of(block, asked, key));
                }
            }
        }
        if (block.warm()) {
            warmUp(turns);
        }
        for (int round = 0; round < block.rounds(options); round++) {
            List<Turn> broken = new ArrayList<>();
            for (int i = 0; i < turns.size(); i++) {
                var turn = turns.get((round + i) % turns.size());
                if (round >= block.rounds(options, turn.entrant.who())) {
                    continue;
                }
                progress.step(turn.name() + ", round " + (round + 1));
                if (!measure(turn, round) && turn.isLost()) {
                    broken.add(turn);
                }
                RunFolder.emptyLogs(rig.folder(), Faultline.ACCESS_LOG);
                progress.done(turn.asked.probe().takes(options.seconds()));
            }
            turns.removeAll(broken);
            RunFile.write(result, file);
        }
    }

    private void warmUp(List<Turn> turns) throws InterruptedException {
        for (var turn : List.copyOf(turns)) {
            progress.step(turn.name() + ", settling");
            try {
                settle(turn);
            } catch (IOException | RuntimeException e) {
                broken(turn, e);
                turns.remove(turn);
            }
            progress.done(settleSeconds(turn.entrant));
        }
    }

    private void settle(Turn turn) throws IOException, InterruptedException {
        if (turn.entrant.needsWarmUp()) {
            untilCompilersRest(turn, SETTLING_PIECES * options.settleSeconds());
        } else {
            turn.asked.probe().warmUp(turn.entrant, Estimate.NATIVE_WARM_UP_SECONDS);
        }
    }

    private boolean measure(Turn turn, int round) throws InterruptedException {
        try {
            var values = turn.asked.probe().measure(turn.entrant, options.seconds());
            result.add(new Sample(turn.asked.row().id(), turn.entrant.who(), round, values));
            return true;
        } catch (IOException | RuntimeException e) {
            broken(turn, e);
            return false;
        }
    }

    private void broken(Turn turn, Exception e) {
        var process = turn.entrant.process();
        var words =
                process == null || process.isAlive()
                        ? ""
                        : "; it has ended and said: " + process.said();
        leftOut(turn.name(), reason(e) + words);
    }

    private void leftOut(String what, String why) {
        if (result.leftOut().putIfAbsent(what, why) == null) {
            progress.say("left out: " + what + ": " + why);
        }
    }

    private static String reason(Exception e) {
        var message = e.getMessage() == null ? e.toString() : e.getMessage().strip();
        return message.length() <= LAST_WORDS
                ? message
                : "..." + message.substring(message.length() - LAST_WORDS);
    }

    private double settleSeconds(Entrant entrant) {
        return entrant.needsWarmUp() ? options.settleSeconds() : Estimate.NATIVE_WARM_UP_SECONDS;
    }

    /** One contender in one row. */
    private static final class Turn {

        final Asked asked;
        final Entrant entrant;
        private int failures;

        Turn(Asked asked, Entrant entrant) {
            this.asked = asked;
            this.entrant = entrant;
        }

        String name() {
            return asked.row().id() + " " + entrant.who();
        }

        /** Once may be a neighbour who took the machine for a second; then only the sample is missing. */
        boolean isLost() {
            failures++;
            return failures > 1 || !entrant.isAlive();
        }
    }
}
