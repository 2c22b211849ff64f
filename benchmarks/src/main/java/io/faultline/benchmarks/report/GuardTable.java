package io.faultline.benchmarks.report;

import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.plan.BenchRun;
import io.faultline.benchmarks.plan.Options;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Below a minute: is Faultline about as much cheaper than HAProxy as it was? Ratios within one run, with a band so wide that a busy machine stays
 * inside and a blunder does not. It prints and never fails: on a machine of strangers a number is a hint.
 */
public final class GuardTable {

    /** Measured ratios are a third and more below these. */
    private static final Map<String, Double> MOST = most();

    private static final String[] ARGUMENTS = {
        "--quick", "--seconds", "1", "--rounds", "3", "--with", "faultline,haproxy"
    };

    private GuardTable() {}

    private static Map<String, Double> most() {
        var most = new LinkedHashMap<String, Double>();
        most.put("http/browser", 1.10);
        most.put("https/small", 1.05);
        most.put("l4/ping-pong", 1.30);
        most.put("l4/down", 0.60);
        return most;
    }

    public static void run(PrintStream out) throws IOException, InterruptedException {
        var arguments = new java.util.ArrayList<>(java.util.List.of(ARGUMENTS));
        arguments.add("--only");
        arguments.add(String.join(",", MOST.keySet()));
        var options =
                Options.parse(Path.of("benchmarks/target/guard"), arguments.toArray(String[]::new));
        out.print(of(new BenchRun(BenchRun.Kind.GUARD, options, out).run()));
    }

    static String of(RunResult run) {
        var text = new StringBuilder("CPU per unit of work, times HAProxy's (95 % range):\n");
        MOST.forEach(
                (row, most) -> {
                    var ratio = run.ratio(row, Faultline.NAME, Haproxy.NAME, Metric.CPU);
                    var verdict =
                            !ratio.isKnown()
                                    ? "not measured"
                                    : ratio.low() > most
                                            ? "LOOK AT THIS: more than expected"
                                            : "as expected";
                    text.append(
                            String.format(
                                    Locale.ROOT,
                                    "  %-14s %-24s at most %.2f  %s%n",
                                    row,
                                    ratio.text(),
                                    most,
                                    verdict));
                });
        return text.toString();
    }
}
