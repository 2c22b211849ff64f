package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.peers.Nginx;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The columns of a row's table: those that hold something for anybody. */
final class Columns {

    /** A heading, and what stands below it for each contender. */
    private record Column(String head, Function<String, String> cell) {}

    private final List<Column> columns = new ArrayList<>();
    private final RunResult run;
    private final RowInfo row;

    private Columns(RunResult run, RowInfo row) {
        this.run = run;
        this.row = row;
    }

    static Columns of(RunResult run, RowInfo row) {
        var made = new Columns(run, row);
        var cost = "CPU " + row.unit().cost();
        made.median(row.unit().name() + "s/s", Metric.RATE);
        made.median(cost, Metric.CPU);
        made.median("user", Metric.USER);
        made.median("JIT", Metric.COMPILER);
        made.ratio("x HAProxy", Haproxy.NAME);
        made.ratio("x nginx", Nginx.NAME);
        made.whole("p50 us", Metric.P50);
        made.whole("p99 us", Metric.P99);
        made.whole("p99.9 us", Metric.P999);
        made.median("GB/s beside", Metric.BESIDE);
        made.median("idle % of a core", Metric.IDLE_CPU);
        made.whole("RSS bytes per connection", Metric.PAIR_RSS);
        made.whole("heap bytes per connection", Metric.PAIR_HEAP);
        made.median("bytes allocated", Metric.ALLOCATED);
        made.whole("RSS MB", Metric.RSS);
        made.percent("proxy busy", Metric.PROXY_BUSY);
        made.percent("load busy", Metric.LOAD_BUSY);
        made.whole("errors", Metric.ERRORS);
        return made;
    }

    List<String> head() {
        List<String> head = new ArrayList<>(List.of(""));
        columns.forEach(column -> head.add(column.head));
        return head;
    }

    List<String> cells(String who) {
        List<String> cells = new ArrayList<>(List.of(who));
        columns.forEach(column -> cells.add(column.cell.apply(who)));
        return cells;
    }

    private void median(String head, Metric metric) {
        add(head, metric, who -> Numbers.of(run.median(row.id(), who, metric)));
    }

    private void whole(String head, Metric metric) {
        add(head, metric, who -> Numbers.whole(run.median(row.id(), who, metric)));
    }

    private void percent(String head, Metric metric) {
        add(head, metric, who -> Numbers.percent(run.median(row.id(), who, metric)));
    }

    private void add(String head, Metric metric, Function<String, String> cell) {
        boolean holds =
                run.contenders(row.id()).stream()
                        .anyMatch(who -> Double.isFinite(run.median(row.id(), who, metric)));
        if (holds) {
            columns.add(new Column(head, cell));
        }
    }

    private void ratio(String head, String reference) {
        if (Double.isFinite(run.median(row.id(), reference, Metric.CPU))) {
            columns.add(
                    new Column(
                            head,
                            who -> Numbers.times(run.ratio(row.id(), who, reference, Metric.CPU))));
        }
    }
}
