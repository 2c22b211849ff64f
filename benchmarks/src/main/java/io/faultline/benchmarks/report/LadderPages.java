package io.faultline.benchmarks.report;

import io.faultline.benchmarks.report.svg.StepChart;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What each layer adds. */
final class LadderPages {

    private static final String COST = "ladder/cost/";
    private static final String LATENCY = "ladder/latency/";

    private final RunResult run;
    private final Consumer<Piece> into;

    LadderPages(RunResult run, Consumer<Piece> into) {
        this.run = run;
        this.into = into;
    }

    void write() {
        into.accept(new Piece.Heading(2, "What each layer costs"));
        into.accept(
                new Piece.Text(
                        "The same requests (headers of a browser, small answers, 64 under way at any time) from the same generator"
                                + " (h2load), with one thing more at each step. Cost: CPU time of Faultline's process per request at"
                                + " full speed. Latency: at a calm 5,000 requests/s, from sending a request to the end of its answer."
                                + " With HTTP/2 the 64 are 8 streams on each of 8 connections. The last step tells every client which"
                                + " layer took how long; phases, evidence and saturation, the rest of the fault map, cannot be"
                                + " switched off and are in every step. `JIT` is what of the cost the JVM's compilers took: where"
                                + " it is not next to nothing, the step was not warm."));
        chart("ladder-cost", "CPU per request, step by step", COST, Metric.CPU);
        chart(
                "ladder-latency",
                "Latency (half of the requests), step by step",
                LATENCY,
                Metric.P50);
        into.accept(table());
    }

    private void chart(String name, String title, String prefix, Metric metric) {
        List<StepChart.Step> steps = new ArrayList<>();
        for (var row : run.rowsOf(prefix)) {
            steps.add(new StepChart.Step(row.title(), median(row.id(), metric)));
        }
        into.accept(new Piece.Chart(name, title, StepChart.of(title, "microseconds", steps)));
    }

    private Piece.Table table() {
        List<List<String>> rows = new ArrayList<>();
        double before = 0;
        for (var row : run.rowsOf(COST)) {
            double cost = median(row.id(), Metric.CPU);
            var latency = LATENCY + row.id().substring(COST.length());
            rows.add(
                    List.of(
                            row.title(),
                            Numbers.of(cost),
                            Double.isFinite(cost) ? Numbers.of(cost - before) : "-",
                            Numbers.of(median(row.id(), Metric.USER)),
                            Numbers.of(median(row.id(), Metric.COMPILER)),
                            Numbers.whole(median(row.id(), Metric.RATE)),
                            Numbers.whole(median(latency, Metric.P50)),
                            Numbers.whole(median(latency, Metric.P99)),
                            Numbers.whole(median(row.id(), Metric.RSS))));
            before = Double.isFinite(cost) ? cost : before;
        }
        return new Piece.Table(
                List.of(
                        "step", "CPU us", "added", "user", "JIT", "per s", "p50 us", "p99 us",
                        "RSS MB"),
                rows,
                "");
    }

    /** One contender per step. */
    private double median(String row, Metric metric) {
        var who = run.contenders(row);
        return who.isEmpty() ? Double.NaN : run.median(row, who.getFirst(), metric);
    }
}
