package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.peers.Nginx;
import io.faultline.benchmarks.result.Interval;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RunResult;
import io.faultline.benchmarks.result.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where somebody waits longer behind Faultline than behind a peer at the same rate, said without being asked. */
final class Tails {

    private static final List<Metric> METRICS = List.of(Metric.P99, Metric.P999);
    private static final List<String> PEERS = List.of(Haproxy.NAME, Nginx.NAME);

    private final RunResult run;
    private final List<String> longer = new ArrayList<>();
    private int compared;

    private Tails(RunResult run, List<RowInfo> rows) {
        this.run = run;
        for (var row : rows) {
            for (var metric : METRICS) {
                PEERS.forEach(peer -> compare(row, metric, peer));
            }
        }
    }

    static List<String> of(RunResult run, List<RowInfo> rows) {
        var tails = new Tails(run, rows);
        if (tails.compared == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "Of %d comparisons of p99 and p99.9 with HAProxy and nginx Faultline's is longer in %d%s"
                        .formatted(
                                tails.compared,
                                tails.longer.size(),
                                tails.longer.isEmpty() ? "." : ":"));
        lines.addAll(tails.longer);
        return lines;
    }

    private void compare(RowInfo row, Metric metric, String peer) {
        var above = above(row, metric, peer);
        if (!above.isKnown()) {
            return;
        }
        compared++;
        if (above.middle() > 0) {
            longer.add(
                    String.format(
                            Locale.ROOT,
                            "%s, %s: %+.0f us to %s (%+.0f to %+.0f)%s",
                            row.title(),
                            metric == Metric.P99 ? "p99" : "p99.9",
                            above.middle(),
                            peer,
                            above.low(),
                            above.high(),
                            above.low() <= 0 ? ", within the noise" : ""));
        }
    }

    private Interval above(RowInfo row, Metric metric, String peer) {
        double[] ours = run.values(row.id(), Faultline.NAME, metric);
        double[] theirs = run.values(row.id(), peer, metric);
        double[] above = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < above.length; i++) {
            above[i] = ours[i] - theirs[i];
        }
        return Statistics.interval(above);
    }
}
