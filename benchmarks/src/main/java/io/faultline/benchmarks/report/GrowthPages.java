package io.faultline.benchmarks.report;

import io.faultline.benchmarks.report.svg.LineChart;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What more of something costs, and where it bends. */
final class GrowthPages {

    private static final String PREFIX = "growth/";

    private final RunResult run;
    private final Consumer<Piece> into;

    GrowthPages(RunResult run, Consumer<Piece> into) {
        this.run = run;
        this.into = into;
    }

    void write() {
        into.accept(new Piece.Heading(2, "What more of it costs"));
        Set<String> kinds = new LinkedHashSet<>();
        run.rowsOf(PREFIX).forEach(row -> kinds.add(row.group().substring(PREFIX.length())));
        for (var kind : kinds) {
            var rows = run.rowsOf(PREFIX + kind + "/");
            into.accept(new Piece.Heading(3, title(kind)));
            into.accept(new Piece.Text(explained(kind)));
            chart(kind, rows);
            table(rows);
        }
    }

    private static String title(String kind) {
        return switch (kind) {
            case "connections" -> "Connections";
            case "body" -> "Body size";
            case "routes" -> "Routes";
            case "endpoints" -> "Endpoints, one of them in use";
            case "endpoints-all-used" -> "Endpoints, all of them in use";
            case "cores" -> "Cores";
            default -> kind;
        };
    }

    private static String explained(String kind) {
        return switch (kind) {
            case "connections" ->
                    "5,000 requests/s at a fixed rate, spread over more and more connections of clients.";
            case "body" -> "64 connections, larger and larger answers.";
            case "routes" ->
                    "64 connections; the request takes the last route, behind so many that it does not match.";
            case "endpoints" ->
                    "64 connections from one address with `balance: source-hash`: the same endpoint each time, so that it is"
                            + " the table that grows and not the number of sockets.";
            case "endpoints-all-used" ->
                    "64 connections with `balance: round-robin`: each endpoint gets its turn, so that connections to all"
                            + " of them stay open, and the kernel's share grows with them.";
            case "cores" ->
                    "64 connections, one load generator: where the load is the bottleneck only the cost counts, not the rate.";
            default -> "";
        };
    }

    private void chart(String kind, List<RowInfo> rows) {
        List<LineChart.Series> series = new ArrayList<>();
        for (var who : contenders(rows)) {
            List<LineChart.Point> points = new ArrayList<>();
            for (var row : rows) {
                double cost = run.median(row.id(), who, Metric.CPU);
                if (Double.isFinite(cost)) {
                    points.add(new LineChart.Point(row.x(), cost));
                }
            }
            series.add(new LineChart.Series(who, Colours.of(who), false, points));
        }
        var title = title(kind) + ": CPU per request";
        var axes =
                new LineChart.Axes(
                        kind, "microseconds", !kind.equals("cores"), kind.equals("body"));
        into.accept(new Piece.Chart("growth-" + kind, title, LineChart.of(title, axes, series)));
    }

    private void table(List<RowInfo> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (var row : rows) {
            for (var who : run.contenders(row.id()).stream().sorted(Colours::compare).toList()) {
                cells.add(
                        List.of(
                                row.title(),
                                who,
                                Numbers.whole(run.median(row.id(), who, Metric.RATE)),
                                Numbers.of(run.median(row.id(), who, Metric.CPU)),
                                Numbers.of(run.median(row.id(), who, Metric.USER)),
                                Numbers.whole(run.median(row.id(), who, Metric.P99)),
                                Numbers.whole(run.median(row.id(), who, Metric.RSS))));
            }
        }
        into.accept(
                new Piece.Table(
                        List.of("", "who", "per s", "CPU us", "user", "p99 us", "RSS MB"),
                        cells,
                        ""));
    }

    private List<String> contenders(List<RowInfo> rows) {
        return rows.stream()
                .flatMap(row -> run.contenders(row.id()).stream())
                .distinct()
                .sorted(Colours::compare)
                .toList();
    }
}
