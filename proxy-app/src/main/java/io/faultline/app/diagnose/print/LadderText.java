package io.faultline.app.diagnose.print;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.ladder.Verdict;
import io.faultline.app.diagnose.probe.Millis;
import io.faultline.app.process.Terminal;
import io.faultline.core.fault.Fault;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report for a person: a ladder for each address, then what it comes to and what to run next. */
public final class LadderText {

    private static final int DETAIL = 7;
    private static final int SUMMARY = 33;

    private final Report report;
    private final Paper paper;

    private LadderText(Report report, Terminal colours) {
        this.report = report;
        this.paper = new Paper(colours);
    }

    /** @param colours painted where it says so; the words alone say everything as well */
    public static String of(Report report, Terminal colours) {
        var text = new LadderText(report, colours);
        text.print();
        return text.paper.toString();
    }

    private void print() {
        Terminal colours = paper.colours();
        paper.line(colours.bold(report.target()));
        paper.paragraph(0, report.about());
        if (!report.names().isEmpty()) {
            paper.blank();
        }
        report.names().forEach(this::rung);
        for (Ladder each : report.ladders()) {
            paper.blank().line(colours.bold(each.address()) + behind(each));
            each.rungs().forEach(this::rung);
            times(each);
        }
        if (!report.running().isEmpty()) {
            paper.blank().line(colours.bold("the running proxy"));
            report.running().forEach(this::rung);
        }
        report.leftOut().forEach(each -> paper.blank().paragraph(0, "left out: " + each));
        paper.blank();
        verdict(report.verdict());
    }

    private static String behind(Ladder ladder) {
        String name =
                ladder.endpoint().equals(ladder.address()) ? "" : "  (" + ladder.endpoint() + ")";
        return ladder.upstream().isEmpty() ? name : "  upstream " + ladder.upstream() + name;
    }

    private void rung(Rung rung) {
        String time = rung.tookNanos() < 0 ? "" : Millis.of(rung.tookNanos());
        String begun =
                "  %s %-9s  %s%s  "
                        .formatted(
                                rung.layer(),
                                rung.name(),
                                painted(rung.outcome()),
                                padded(time, SUMMARY - 25));
        paper.paragraph(begun, SUMMARY, rung.summary());
        if (!rung.facts().isEmpty()) {
            paper.paragraph(
                    DETAIL,
                    rung.facts().stream()
                            .map(fact -> fact.name() + ": " + fact.value())
                            .collect(Collectors.joining("; ")));
        }
        Fault fault = rung.fault();
        if (fault != null) {
            fault(fault);
        }
        rung.notes().forEach(note -> paper.paragraph("     > ", DETAIL, note));
    }

    private String painted(Outcome outcome) {
        String word = "%-7s".formatted(outcome.label());
        return switch (outcome) {
            case OK -> paper.colours().green(word);
            case BROKEN -> paper.colours().red(word);
            case NOTE -> paper.colours().bold(word);
            case UNKNOWN, UNREACHED -> paper.colours().dim(word);
        };
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private void fault(Fault fault) {
        paper.line(
                " ".repeat(DETAIL)
                        + paper.colours().red(fault.code().id())
                        + " (%s, %s)".formatted(fault.side().label(), fault.stage().label()));
        List<String> evidence = fault.evidence().namesAndValues();
        for (int i = 0; i + 1 < evidence.size(); i += 2) {
            String name = " ".repeat(DETAIL + 2) + evidence.get(i) + "  ";
            paper.paragraph(name, DETAIL + 4, evidence.get(i + 1));
        }
    }

    /** Where it went, as far as this address got. */
    private void times(Ladder ladder) {
        Rung http = ladder.rung("http");
        if (http == null || http.fact("head-after") == null) {
            return;
        }
        String parts =
                ladder.rungs().stream()
                        .filter(each -> each.tookNanos() >= 0)
                        .map(each -> each.name() + " " + Millis.of(each.tookNanos()))
                        .collect(Collectors.joining(" + "));
        long sum = ladder.rungs().stream().mapToLong(e -> Math.max(0, e.tookNanos())).sum();
        paper.paragraph(2, "time: " + parts + " = " + Millis.of(sum));
    }

    private void verdict(Verdict verdict) {
        Terminal colours = paper.colours();
        if (verdict.isHealthy()) {
            paper.line(
                    colours.green("Healthy")
                            + ": "
                            + verdict.sentence()
                            + " ("
                            + Millis.of(report.tookNanos())
                            + " in all).");
        } else {
            paper.line(
                    "Verdict: "
                            + (verdict.suspected() ? "suspected " : "")
                            + colours.red(verdict.code())
                            + (verdict.where().isEmpty() ? "" : " at " + verdict.where()));
            paper.paragraph(2, verdict.sentence());
        }
        verdict.because().stream()
                .filter(each -> !said(each))
                .forEach(each -> paper.paragraph("  - ", 4, each));
        if (!verdict.next().isEmpty()) {
            paper.blank().line("Look with");
            verdict.next().forEach(this::command);
        }
    }

    /** What stands beside its rung already need not be said again. */
    private boolean said(String reason) {
        return Stream.concat(
                        report.ladders().stream().flatMap(ladder -> ladder.rungs().stream()),
                        report.running().stream())
                .flatMap(rung -> rung.notes().stream())
                .anyMatch(reason::endsWith);
    }

    /** Never broken: it is there to be pasted. A remark that does not fit goes in front. */
    private void command(String command) {
        int remark = command.indexOf("  # ");
        if (command.length() + 2 > Paper.WIDTH && remark > 0) {
            paper.line("  " + paper.colours().dim(command.substring(remark + 2)));
            paper.line("  " + command.substring(0, remark));
        } else {
            paper.line("  " + command);
        }
    }
}
