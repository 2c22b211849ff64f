package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.peers.Checkout;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Packaged;
import io.faultline.benchmarks.peers.Roster;
import io.faultline.benchmarks.proc.Machine;
import io.faultline.benchmarks.proc.RunFolder;
import io.faultline.benchmarks.proc.Tools;
import io.faultline.benchmarks.result.RunFile;
import io.faultline.benchmarks.result.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One command from its options to its file: {@code compare}, {@code ladder}, {@code growth} or {@code guard}. */
public final class BenchRun {

    /** What can be run; the name is that of the file too. */
    public enum Kind {
        COMPARE,
        LADDER,
        GROWTH,
        GUARD;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String NO_PACKAGE =
            "none (mvn package makes it), so the first second is measured without its cache";

    private final Kind kind;
    private final Options options;
    private final PrintStream out;
    private final RunResult result;

    public BenchRun(Kind kind, Options options, PrintStream out) {
        this.kind = kind;
        this.options = options;
        this.out = out;
        this.result = new RunResult(kind.label());
    }

    /** Measures, and writes the file as it goes. */
    public RunResult run() throws IOException, InterruptedException {
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            throw new IOException("CPU times are read from /proc: this needs Linux.");
        }
        var contenders = Roster.asked(options.with(), options.faultline());
        Files.createDirectories(options.out());
        var file = options.out().resolve(kind.label() + ".json");
        var cores = options.cores();
        var progress = new Progress(out, System.console() != null && System.console().isTerminal());
        if (!options.only().isEmpty() && Files.exists(file)) {
            result.takeOver(RunFile.read(file));
        }
        facts();
        introduce(progress);
        long start = System.nanoTime();
        try (var folder = RunFolder.create();
                var rig = new Rig(folder.path(), cores.load(), cores.backend(), cores.spare())) {
            var field = new Field(rig, options, contenders, packaged(rig.folder(), progress));
            var sections = sections(field);
            progress.say(about(sections));
            new Runner(options, rig, result, file, progress).run(sections);
        }
        result.facts().put("took", (System.nanoTime() - start) / 1_000_000_000 + " s");
        RunFile.write(result, file);
        return result;
    }

    /** Named by hand it is measured as it was named. */
    private Faultline packaged(Path folder, Progress progress) {
        var tarball = Packaged.tarball();
        boolean asked = kind == Kind.COMPARE && options.faultline() == null;
        if (!asked || !options.wants(HttpSection.FIRST_SECOND)) {
            return Faultline.of(options.faultline());
        }
        if (tarball.isEmpty()) {
            result.facts().put("packaged build", NO_PACKAGE);
            progress.say("packaged build: " + NO_PACKAGE);
            return Faultline.of(null);
        }
        try {
            var packaged = Packaged.unpacked(tarball.get(), folder);
            result.facts().put("packaged build", packaged.version());
            progress.say("packaged build, for the first second: " + packaged.version());
            return packaged;
        } catch (IOException broken) {
            result.leftOut().put("the packaged build", "" + broken.getMessage());
            progress.say("left out: the packaged build: " + broken.getMessage());
            return Faultline.of(null);
        }
    }

    private List<Section> sections(Field field) {
        List<Section> sections = new ArrayList<>();
        switch (kind) {
            case COMPARE -> sections.addAll(compare(field));
            case LADDER -> sections.add(new Ladder(field));
            case GROWTH -> sections.addAll(new Growth(field).sections());
            case GUARD ->
                    sections.addAll(
                            List.of(
                                    new L4Section(field),
                                    new HttpSection(field),
                                    new TlsSection(field)));
        }
        return sections;
    }

    static List<Section> compare(Field field) {
        return List.of(
                new L4Section(field),
                new HttpSection(field),
                new TlsSection(field),
                new H2cSection(field),
                new AllocationSection(field));
    }

    private String about(List<Section> sections) throws IOException {
        long minutes = Math.round(Math.ceil(Estimate.of(options, sections) / 60));
        return options.only().isEmpty() ? "this takes about " + minutes + " minutes" : "here we go";
    }

    private void facts() {
        var facts = result.facts();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("commit", commit());
        facts.putAll(Machine.facts());
        facts.put("cores used", options.cores().text());
        facts.put("pinned", Tools.isInstalled("taskset") ? "yes" : "no, taskset is missing");
        facts.put("rounds", "" + options.rounds());
        facts.put("seconds each", String.format(Locale.ROOT, "%.1f", options.seconds()));
        facts.put(
                "warm-up",
                String.format(
                        Locale.ROOT,
                        "of a JVM: each kind of load on all cores until the compilers rest, %.0f s at most, then %.0f s on its own core",
                        options.warmUpSeconds(),
                        options.settleSeconds()));
        facts.put("wrk", Tools.firstLine("wrk", "-v").replaceAll(" Copyright.*", ""));
        facts.put("h2load", Tools.firstLine("h2load", "--version"));
    }

    private static String commit() {
        var home = Checkout.benchmarks().resolveSibling(".").normalize().toString();
        var commit = Tools.firstLine("git", "-C", home, "rev-parse", "--short=12", "HEAD");
        boolean changed =
                !Tools.output("git", "-C", home, "status", "--porcelain", "-uno").isEmpty();
        return commit.matches("[0-9a-f]+") ? commit + (changed ? " with changes" : "") : "unknown";
    }

    private void introduce(Progress progress) {
        result.facts().forEach((what, value) -> progress.say(what + ": " + value));
        Rig.missing()
                .forEach(
                        (what, how) -> {
                            result.leftOut().put(what, "not installed: " + how);
                            progress.say("missing: " + what + ". " + how);
                        });
        if (Machine.loadAverage() > 1) {
            progress.say(
                    "others work on this machine: trust the ratios of CPU cost, not the rates");
        }
    }
}
