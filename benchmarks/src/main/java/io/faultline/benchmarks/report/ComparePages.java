package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.peers.Nginx;
import io.faultline.benchmarks.report.svg.BarChart;
import io.faultline.benchmarks.report.svg.LineChart;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The side by side: one chart that tells the story, and a table per question. */
final class ComparePages {

    private static final List<String> MAIN = List.of(Faultline.NAME, Haproxy.NAME, Nginx.NAME);
    private static final List<String> MAIN_ROWS =
            List.of(
                    "http/browser",
                    "http/100k",
                    "https/small",
                    "https/handshake",
                    "https/h2-small-32",
                    "l4/ping-pong",
                    "l4/down");
    private static final double BOTTLENECK = 0.95;

    /** Times HAProxy's: who needs more is told by the number beside the bar. */
    private static final double CUT_OFF = 4;

    private final RunResult run;
    private final Consumer<Piece> into;

    ComparePages(RunResult run, Consumer<Piece> into) {
        this.run = run;
        this.into = into;
    }

    /** CPU per unit of work, with HAProxy's as 1. */
    void mainChart() {
        List<BarChart.Group> groups = new ArrayList<>();
        for (var id : MAIN_ROWS) {
            run.row(id)
                    .map(row -> new BarChart.Group(shortly(row), relative(row, MAIN)))
                    .filter(group -> !group.bars().isEmpty())
                    .ifPresent(groups::add);
        }
        if (!groups.isEmpty()) {
            var svg =
                    BarChart.of(
                            "CPU time for the same work",
                            "HAProxy = 1; less is better; the thin line is the 95 % range",
                            groups,
                            1,
                            CUT_OFF);
            into.accept(new Piece.Chart("main", "CPU time for the same work, HAProxy = 1", svg));
        }
    }

    private static String shortly(RowInfo row) {
        return switch (row.id()) {
            case "http/browser" -> "HTTP/1.1, browser";
            case "http/100k" -> "HTTP/1.1, 100 KB";
            case "https/small" -> "HTTPS, small";
            case "https/handshake" -> "TLS handshake";
            case "https/h2-small-32" -> "HTTP/2 over TLS";
            case "l4/ping-pong" -> "L4, small messages";
            case "l4/down" -> "L4, bulk";
            default -> row.title();
        };
    }

    private List<BarChart.Bar> relative(RowInfo row, List<String> whose) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (var who : whose) {
            var ratio = run.ratio(row.id(), who, Haproxy.NAME, Metric.CPU);
            if (ratio.isKnown()) {
                bars.add(new BarChart.Bar(who, Colours.of(who), ratio));
            }
        }
        return bars;
    }

    void section(String title, String prefix) {
        var rows =
                run.rowsOf(prefix).stream()
                        .filter(row -> !row.id().contains("/open-"))
                        .filter(row -> !run.contenders(row.id()).isEmpty())
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        into.accept(new Piece.Heading(2, title));
        chart(title, prefix, rows);
        for (var row : rows) {
            into.accept(new Piece.Heading(3, row.title()));
            into.accept(table(row));
            notes(row);
        }
    }

    private void chart(String title, String prefix, List<RowInfo> rows) {
        var groups =
                rows.stream()
                        .map(row -> new BarChart.Group(row.title(), relative(row, everybody(row))))
                        .filter(group -> group.bars().size() > 1)
                        .toList();
        if (!groups.isEmpty()) {
            var name = title + ": CPU time for the same work";
            var svg = BarChart.of(name, "HAProxy = 1; less is better", groups, 1, CUT_OFF);
            into.accept(new Piece.Chart(prefix.replace("/", ""), name, svg));
        }
    }

    private List<String> everybody(RowInfo row) {
        return run.contenders(row.id()).stream().sorted(Colours::compare).toList();
    }

    private Piece.Table table(RowInfo row) {
        var columns = Columns.of(run, row);
        var rows =
                run.contenders(row.id()).stream()
                        .sorted(Colours::compare)
                        .map(who -> columns.cells(who))
                        .toList();
        return new Piece.Table(columns.head(), rows, Faultline.NAME);
    }

    private void notes(RowInfo row) {
        List<String> notes = new ArrayList<>();
        for (var who : run.contenders(row.id())) {
            double load = run.median(row.id(), who, Metric.LOAD_BUSY);
            double proxy = run.median(row.id(), who, Metric.PROXY_BUSY);
            if (load >= BOTTLENECK && proxy < BOTTLENECK) {
                notes.add(
                        who
                                + ": the load was the bottleneck, not the proxy. Its rate and latency"
                                + " say little; its cost holds.");
            }
        }
        if (!notes.isEmpty()) {
            into.accept(new Piece.Points(notes));
        }
    }

    /** Percentiles at shares of the most. */
    void tail(String title, String prefix) {
        var rows =
                run.rowsOf(prefix).stream()
                        .filter(row -> row.id().contains("/open-"))
                        .filter(row -> !run.contenders(row.id()).isEmpty())
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        into.accept(new Piece.Heading(3, title));
        tailChart(title, prefix, rows);
        List<List<String>> cells = new ArrayList<>();
        for (var row : rows) {
            cells.add(List.of("**" + row.title() + "**", "", "", "", "", "", ""));
            for (var who : run.contenders(row.id()).stream().sorted(Colours::compare).toList()) {
                cells.add(
                        List.of(
                                who,
                                Numbers.whole(run.median(row.id(), who, Metric.RATE)),
                                Numbers.whole(run.median(row.id(), who, Metric.P50)),
                                Numbers.whole(run.median(row.id(), who, Metric.P99)),
                                Numbers.whole(run.median(row.id(), who, Metric.P999)),
                                Numbers.of(run.median(row.id(), who, Metric.CPU)),
                                Numbers.whole(sum(row, who))));
            }
        }
        into.accept(
                new Piece.Table(
                        List.of("", "per s", "p50 us", "p99 us", "p99.9 us", "CPU us", "errors"),
                        cells,
                        Faultline.NAME));
        var longer = Tails.of(run, rows);
        if (!longer.isEmpty()) {
            into.accept(new Piece.Points(longer));
        }
    }

    private double sum(RowInfo row, String who) {
        double sum = 0;
        for (double errors : run.values(row.id(), who, Metric.ERRORS)) {
            sum += Double.isNaN(errors) ? 0 : errors;
        }
        return sum;
    }

    private void tailChart(String title, String prefix, List<RowInfo> rows) {
        var shares = rows.stream().filter(row -> row.id().matches(".*/open-\\d+")).toList();
        List<LineChart.Series> series = new ArrayList<>();
        for (var who : MAIN) {
            series.add(line(who + " p99", who, Metric.P99, false, shares));
            series.add(line(who + " p99.9", who, Metric.P999, true, shares));
        }
        if (shares.size() > 1) {
            var axes =
                    new LineChart.Axes("load in percent of the most", "microseconds", false, true);
            into.accept(
                    new Piece.Chart(
                            prefix.replace("/", "") + "-tail",
                            title,
                            LineChart.of(title, axes, series)));
        }
    }

    private LineChart.Series line(
            String name, String who, Metric metric, boolean thin, List<RowInfo> rows) {
        List<LineChart.Point> points = new ArrayList<>();
        for (var row : rows) {
            double value = run.median(row.id(), who, metric);
            if (Double.isFinite(value)) {
                double share = Double.parseDouble(row.id().replaceAll(".*-", ""));
                points.add(new LineChart.Point(share, value));
            }
        }
        return new LineChart.Series(name, Colours.of(who), thin, points);
    }
}
