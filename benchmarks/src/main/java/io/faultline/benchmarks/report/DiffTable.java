package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.result.Diff;
import io.faultline.benchmarks.result.RunFile;
import io.faultline.benchmarks.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Two results on a terminal: what became better or worse, and what nobody can tell. */
public final class DiffTable {

    private static final List<String> FILES =
            List.of("compare.json", "ladder.json", "growth.json", "guard.json");

    private DiffTable() {}

    public static String of(Path before, Path after) throws IOException {
        if (!Files.isDirectory(before) || !Files.isDirectory(after)) {
            return of(RunFile.read(before), RunFile.read(after));
        }
        var text = new StringBuilder();
        for (var name : FILES) {
            var a = before.resolve(name);
            var b = after.resolve(name);
            if (Files.exists(a) && Files.exists(b)) {
                text.append(of(RunFile.read(a), RunFile.read(b)));
            }
        }
        return text.isEmpty()
                ? "nothing to compare: no file of the same name in both folders\n"
                : text.toString();
    }

    static String of(RunResult before, RunResult after) {
        var text = new StringBuilder();
        text.append(
                format(
                        "%s%n  before: %s, commit %s%n  after:  %s, commit %s%n",
                        after.kind(),
                        fact(before, "date"),
                        fact(before, "commit"),
                        fact(after, "date"),
                        fact(after, "commit")));
        otherMachine(before, after, text);
        text.append(
                format(
                        "%-30s %-10s %12s %12s  %-22s %s%n",
                        "row", "what", "before", "after", "change (95 % range)", "verdict"));
        for (var row : Diff.of(before, after, Faultline.NAME, Haproxy.NAME)) {
            text.append(
                    format(
                            "%-30s %-10s %12s %12s  %-22s %s%s%n",
                            row.row(),
                            row.metric().key,
                            Numbers.of(row.before()),
                            Numbers.of(row.after()),
                            row.change().text(),
                            words(row),
                            row.relative() ? "" : " (no HAProxy to compare with)"));
        }
        return text.append('\n').toString();
    }

    private static void otherMachine(RunResult before, RunResult after, StringBuilder text) {
        for (var fact : List.of("cpu", "cores", "kernel", "java", "cores used")) {
            var then = before.facts().getOrDefault(fact, "unknown");
            var now = after.facts().getOrDefault(fact, "unknown");
            if (!then.equals(now)) {
                text.append(format("  ! another %s: %s, then %s%n", fact, then, now));
            }
        }
    }

    private static String words(Diff.Row row) {
        return switch (row.verdict()) {
            case BETTER -> "better";
            case WORSE -> "WORSE";
            case SAME -> "the same";
            case UNCLEAR -> "cannot tell, the noise is larger";
            case TOO_FEW -> "cannot tell, fewer than 3 rounds";
        };
    }

    private static String fact(RunResult run, String name) {
        return run.facts().getOrDefault(name, "unknown");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
