package io.faultline.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The results as a human reads them: one table per workload, medians, then what to be wary of. */
final class ResultTable {

    /** What each cost is compared with, and how that column is headed. */
    private static final Map<String, String> REFERENCES = references();

    private static final String DIRECT = "direct";
    private static final double SATURATED = 0.92;
    private static final String ROW = "%-22s%10s%12s%9s%9s%9s%9s%7s%7s%9s%9s%7s";

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private ResultTable(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        var table = new ResultTable(results);
        results.workloads().forEach(table::workload);
        return table.text.toString();
    }

    private void workload(Workload workload) {
        var contenders = results.contenders(workload);
        var references = REFERENCES.keySet().stream().filter(contenders::contains).toList();
        line("");
        line("== %s: %s", workload.label(), workload.what);
        line(
                ROW + " ".repeat(2) + headings(references),
                "proxy",
                workload.unit + "/s",
                "CPU " + workload.costUnit + "/" + workload.unit,
                "min",
                "max",
                "user",
                "system",
                "proxy%",
                "load%",
                "p50 us",
                "p99 us",
                "errors");
        contenders.forEach(each -> row(workload, each, references));
        warnings(workload, contenders).forEach(each -> line("  ! %s", each));
    }

    private void row(Workload workload, String contender, List<String> references) {
        var samples = results.of(workload, contender);
        boolean direct = contender.equals(DIRECT);
        DoubleStream.Builder costs = DoubleStream.builder();
        samples.forEach(each -> costs.add(each.cost()));
        var range = costs.build().summaryStatistics();
        text.append(
                format(
                        ROW + " ".repeat(2),
                        contender,
                        number(results.median(workload, contender, Sample::rate)),
                        cost(direct, results.median(workload, contender, Sample::cost)),
                        cost(direct, range.getMin()),
                        cost(direct, range.getMax()),
                        cost(direct, results.median(workload, contender, Sample::userCost)),
                        cost(direct, results.median(workload, contender, Sample::systemCost)),
                        cost(direct, 100 * results.median(workload, contender, Sample::proxyBusy)),
                        number(100 * results.median(workload, contender, Sample::loadBusy)),
                        latency(results.median(workload, contender, s -> s.load().p50Micros())),
                        latency(results.median(workload, contender, s -> s.load().p99Micros())),
                        samples.stream().mapToLong(each -> each.load().errors()).sum()));
        if (!direct) {
            for (var reference : references) {
                text.append(format("%10.2f", results.ratio(workload, contender, reference)));
            }
        }
        text.append('\n');
    }

    private List<String> warnings(Workload workload, List<String> contenders) {
        List<String> found = new ArrayList<>();
        for (var contender : contenders) {
            double busy = results.median(workload, contender, Sample::loadBusy);
            double proxy = results.median(workload, contender, Sample::proxyBusy);
            if (busy >= SATURATED && !contender.equals(DIRECT) && proxy < SATURATED) {
                found.add(
                        format(
                                "%s: the load was the bottleneck (%.0f %% of a core), not the"
                                        + " proxy. Its rate and latency say little; its cost per"
                                        + " unit holds.",
                                contender, 100 * busy));
            }
            if (results.of(workload, contender).stream().anyMatch(s -> s.load().units() == 0)) {
                found.add(contender + ": a round in which nothing came through.");
            }
        }
        return found;
    }

    private static Map<String, String> references() {
        var references = new LinkedHashMap<String, String>();
        references.put("haproxy-default", "x haproxy");
        references.put("haproxy-splice-forced", "x forced");
        references.put("nginx-stream", "x nginx");
        return references;
    }

    private static String headings(List<String> references) {
        return references.stream()
                .map(each -> format("%10s", REFERENCES.getOrDefault(each, each)))
                .collect(Collectors.joining());
    }

    /** Workloads that only move bytes have none. */
    private static String latency(double micros) {
        return micros == 0 ? "-" : number(micros);
    }

    private static String cost(boolean direct, double value) {
        return direct || Double.isNaN(value) ? "-" : number(value);
    }

    /** Three digits that mean something. */
    private static String number(double value) {
        return format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }

    private void line(String pattern, Object... values) {
        text.append(format(pattern, values)).append('\n');
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
