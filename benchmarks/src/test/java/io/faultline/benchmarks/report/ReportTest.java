package io.faultline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RunFile;
import io.faultline.benchmarks.result.RunResult;
import io.faultline.benchmarks.result.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

    @TempDir private Path folder;

    @Test
    void everythingThatWasRunIsInBothFiles() throws Exception {
        var run = new RunResult("compare");
        row(run, "http/browser", "headers of a <browser>", 0);
        row(run, "http/open-30", "fixed rate", 0);
        row(run, "http/open-60", "fixed rate", 0);
        run.leftOut().put("caddy", "caddy is not installed: apt-get install caddy");
        RunFile.write(run, folder.resolve("compare.json"));
        var ladder = new RunResult("ladder");
        row(ladder, "ladder/cost/l4", "L4", 1);
        row(ladder, "ladder/latency/l4", "L4", 1);
        RunFile.write(ladder, folder.resolve("ladder.json"));
        var growth = new RunResult("growth");
        row(growth, "growth/routes/10", "10 routes", 10);
        row(growth, "growth/routes/10000", "10,000 routes", 10_000);
        RunFile.write(growth, folder.resolve("growth.json"));

        var html = Files.readString(Report.write(folder));
        var markdown = Files.readString(folder.resolve("report.md"));

        assertThat(markdown)
                .contains("| HTTP/1.1, browser headers: CPU <= 0.80 x HAProxy | 0.70 x", "| met |")
                .contains(
                        "# What each layer costs",
                        "# What more of it costs",
                        "apt-get install caddy")
                .contains("![", "(charts/main.svg)", "**faultline**");
        assertThat(html)
                .contains("<svg", "headers of a &lt;browser&gt;", "prefers-color-scheme:dark");
        assertThat(html).doesNotContain("<script", "http://fonts", "src=\"http");
        try (var charts = Files.list(folder.resolve("charts"))) {
            for (var chart : charts.toList()) {
                isWellFormed(Files.readString(chart));
            }
        }
    }

    @Test
    void whatIsWorseIsSaidAndWhyIsLinked() throws Exception {
        var run = new RunResult("compare");
        run.add(new RowInfo("http/open-30", "30 %", RowInfo.Unit.REQUEST, 0, "own"));
        for (int round = 0; round < 3; round++) {
            run.add(tail("haproxy", round, 100, 900));
            run.add(tail("nginx", round, 200, 500));
            run.add(tail("faultline", round, 150 + round, 600));
        }
        RunFile.write(run, folder.resolve("compare.json"));
        assertThat(Files.readString(Report.write(folder))).doesNotContain("unmet.md");
        Files.writeString(folder.resolve("unmet.md"), "# Why");

        var html = Files.readString(Report.write(folder));

        assertThat(html).contains("<a href=\"unmet.md\">unmet.md</a>", "<a href=\"compare.json\">");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("[unmet.md](unmet.md)")
                .contains("Of 4 comparisons of p99 and p99.9", "is longer in 2:")
                .contains("30 %, p99: +51 us to haproxy (+50 to +52)")
                .contains("30 %, p99.9: +100 us to nginx");
    }

    private static Sample tail(String who, int round, double p99, double p999) {
        var values = Map.of(Metric.CPU, 10.0, Metric.P50, 50.0, Metric.P99, p99, Metric.P999, p999);
        return new Sample("http/open-30", who, round, values);
    }

    @Test
    void aFolderWithoutResultsIsSaidToBeOne() {
        assertThatThrownBy(() -> Report.write(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no results in");
    }

    @Test
    void aDiffSaysWhenTheMachineIsAnother() {
        var before = new RunResult("compare");
        before.facts().put("cpu", "an old one");
        row(before, "http/browser", "x", 0);
        var after = new RunResult("compare");
        after.facts().put("cpu", "a new one");
        row(after, "http/browser", "x", 0);

        assertThat(DiffTable.of(before, after))
                .contains("! another cpu: an old one, then a new one", "http/browser", "the same");
    }

    @Test
    void theGuardOnlyPointsAtWhatIsFarOff() {
        var run = new RunResult("guard");
        row(run, "http/browser", "x", 0);
        row(run, "l4/down", "x", 0);

        assertThat(GuardTable.of(run).lines())
                .anyMatch(line -> line.contains("http/browser") && line.endsWith("as expected"))
                .anyMatch(line -> line.contains("l4/down") && line.contains("LOOK AT THIS"))
                .anyMatch(line -> line.contains("https/small") && line.endsWith("not measured"));
    }

    /** Ours needs 0.7 times as much. */
    private static void row(RunResult run, String id, String title, double x) {
        run.add(new RowInfo(id, title, RowInfo.Unit.REQUEST, x, "wrk"));
        for (int round = 0; round < 3; round++) {
            double noise = 1 + 0.01 * round;
            run.add(sample(id, "haproxy", round, 20 * noise));
            run.add(sample(id, "faultline", round, 14 * noise));
        }
    }

    private static Sample sample(String id, String who, int round, double cpu) {
        return new Sample(
                id,
                who,
                round,
                Map.of(Metric.CPU, cpu, Metric.P50, 50.0, Metric.P99, 100.0, Metric.P999, 500.0));
    }

    private static void isWellFormed(String svg) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}
