package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.plan.BenchRun;
import io.faultline.benchmarks.result.RunFile;
import io.faultline.benchmarks.result.RunResult;
import io.faultline.benchmarks.result.Target;
import io.faultline.benchmarks.result.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All results of a folder as {@code report.html}, {@code report.md} and {@code charts/}. Whatever was not run is not in it. */
public final class Report {

    private static final String TITLE = "What Faultline costs, measured";

    /** Written by hand: a run knows that something is missed, not why. */
    private static final String UNMET = "unmet.md";

    private final Path folder;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<RunResult> runs = new ArrayList<>();

    private Report(Path folder) {
        this.folder = folder;
    }

    /** @return the HTML file */
    public static Path write(Path folder) throws IOException {
        var report = new Report(folder);
        for (var kind :
                List.of(BenchRun.Kind.COMPARE, BenchRun.Kind.LADDER, BenchRun.Kind.GROWTH)) {
            var file = folder.resolve(kind.label() + ".json");
            if (Files.exists(file)) {
                report.runs.add(RunFile.read(file));
            }
        }
        if (report.runs.isEmpty()) {
            throw new IOException("no results in " + folder);
        }
        report.compose();
        return report.write(report.pieces);
    }

    private Path write(List<Piece> all) throws IOException {
        var charts = Files.createDirectories(folder.resolve("charts"));
        for (var piece : all) {
            if (piece instanceof Piece.Chart chart) {
                Files.writeString(charts.resolve(chart.name() + ".svg"), chart.svg());
            }
        }
        Files.writeString(folder.resolve("report.md"), MarkdownWriter.of(all));
        return Files.writeString(folder.resolve("report.html"), HtmlWriter.of(TITLE, all));
    }

    private void compose() {
        pieces.add(new Piece.Heading(1, TITLE));
        var facts = runs.getFirst().facts();
        pieces.add(
                new Piece.Text(
                        ("%s, commit %s. %s, %s cores (%s), %s, JDK %s. %s rounds of %s s, interleaved (at most 3 for whom no target is"
                                        + " about); %s. Every sample: %s.")
                                .formatted(
                                        fact("date"),
                                        fact("commit"),
                                        fact("cpu"),
                                        fact("cores"),
                                        facts.getOrDefault("virtual", "").equals("yes")
                                                ? "virtual"
                                                : "real",
                                        fact("kernel"),
                                        fact("java"),
                                        fact("rounds"),
                                        fact("seconds each"),
                                        fact("cores used"),
                                        files())));
        of("compare").ifPresent(run -> new ComparePages(run, pieces::add).mainChart());
        howToRead();
        targets();
        of("compare").ifPresent(this::compare);
        of("ladder").ifPresent(run -> new LadderPages(run, pieces::add).write());
        of("growth").ifPresent(run -> new GrowthPages(run, pieces::add).write());
        leftOut();
        appendix();
    }

    private String files() {
        return runs.stream()
                .map(run -> run.kind() + ".json")
                .map(file -> "[" + file + "](" + file + ")")
                .collect(Collectors.joining(", "));
    }

    private String fact(String name) {
        return runs.getFirst().facts().getOrDefault(name, "unknown");
    }

    private Optional<RunResult> of(String kind) {
        return runs.stream().filter(run -> run.kind().equals(kind)).findFirst();
    }

    private void howToRead() {
        pieces.add(
                new Piece.Points(
                        List.of(
                                "**CPU per unit of work** is the number to look at: user and system time of the proxy's whole"
                                        + " process tree. It says what a proxy costs, and it holds on a noisy machine.",
                                "`x HAProxy` is the median of the ratios round by round, with half of its 95 % range behind it"
                                        + " (bootstrapped). Below 1 is cheaper. All other numbers are medians.",
                                "`direct` is the load talking to its own backend: the ceiling of what this load can show.",
                                "Latencies at full speed tell who queues where. What a client sees is under \"At a fixed rate\":"
                                        + " there each request has a moment at which it is meant to start, and counts from then.")));
    }

    private void targets() {
        pieces.add(new Piece.Heading(2, "Targets"));
        List<List<String>> rows = new ArrayList<>();
        int met = 0;
        var targets = Targets.all();
        for (var target : targets) {
            var judgement = target.judge(runs, Faultline.NAME);
            boolean kept =
                    judgement.outcome() == Target.Outcome.MET
                            || judgement.outcome() == Target.Outcome.MET_WITHIN_NOISE;
            met += kept ? 1 : 0;
            var outcome = judgement.outcome().text;
            rows.add(
                    List.of(
                            target.sentence(),
                            judgement.measured(),
                            kept ? outcome : "**" + outcome + "**"));
        }
        pieces.add(new Piece.Text(met + " of " + targets.size() + " are met in this report."));
        pieces.add(new Piece.Table(List.of("target", "measured (95 % range)", ""), rows, ""));
        if (Files.exists(folder.resolve(UNMET))) {
            pieces.add(
                    new Piece.Text(
                            "What was found and tried for those that are not met, with profiles: ["
                                    + UNMET
                                    + "]("
                                    + UNMET
                                    + ")."));
        }
    }

    private void compare(RunResult run) {
        var pages = new ComparePages(run, pieces::add);
        pages.section("L4: bytes", "l4/");
        pages.section("HTTP/1.1", "http/");
        pages.section("TLS 1.3", "https/");
        pages.section("HTTP/2 without TLS", "h2c/");
        pages.section("What is left for the collector", "allocation/");
        if (run.rows().stream().anyMatch(row -> row.id().contains("/open-"))) {
            pieces.add(new Piece.Heading(2, "At a fixed rate"));
        }
        pages.tail("L4: latency at a fixed rate", "l4/");
        pages.tail("HTTP/1.1: latency at a fixed rate", "http/");
        if (run.rows().stream().anyMatch(row -> row.id().startsWith("https/open-"))) {
            pieces.add(
                    new Piece.Text(
                            "Over TLS the rate is h2load's (`--rps`): a request counts from the moment it is sent, not from the one at"
                                    + " which it was meant to be, and leaves in step with the others of its connection. Ours speaks no"
                                    + " TLS. So these say less about stalls than those above."));
        }
        pages.tail("TLS 1.3: latency at a fixed rate", "https/");
    }

    private void leftOut() {
        var lines = new LinkedHashSet<String>();
        for (var run : runs) {
            run.leftOut().forEach((what, why) -> lines.add("**" + what + "**: " + oneLine(why)));
        }
        if (!lines.isEmpty()) {
            pieces.add(new Piece.Heading(2, "What was left out, and why"));
            pieces.add(new Piece.Points(List.copyOf(lines)));
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private void appendix() {
        pieces.add(new Piece.Heading(2, "How it was taken"));
        for (var run : runs) {
            List<List<String>> facts = new ArrayList<>();
            run.facts().forEach((what, value) -> facts.add(List.of(what, value)));
            run.versions().forEach((what, value) -> facts.add(List.of(what, value)));
            pieces.add(new Piece.Heading(3, "./faultline bench " + run.kind()));
            pieces.add(new Piece.Table(List.of("", ""), facts, ""));
            var commands = new StringBuilder();
            run.rows()
                    .forEach(
                            row ->
                                    commands.append(
                                            "%-28s %s%n".formatted(row.id(), row.command())));
            pieces.add(new Piece.Code("how each row's load was made", commands.toString()));
        }
        for (var run : runs) {
            run.configs()
                    .forEach((who, config) -> pieces.add(new Piece.Code("config: " + who, config)));
        }
        pieces.add(
                new Piece.Text(
                        "Every sample is in the JSON files beside this report. `./faultline bench diff A B` compares two of"
                                + " them."));
    }
}
