package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LatencyHistogram;
import io.faultline.benchmarks.load.LoadResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What h2load prints at its end, and the log with one line per request, from which percentiles come: it prints none itself. */
final class H2loadOutput {

    private static final Pattern FINISHED = Pattern.compile("finished in ([\\d.]+)(us|ms|s|m)");
    private static final Pattern REQUESTS =
            Pattern.compile(
                    "requests: .* (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");

    private H2loadOutput() {}

    /** @param log lines of start, status and microseconds, with tabs between them */
    static LoadResult parse(String output, Stream<String> log) {
        var finished = FINISHED.matcher(output);
        var requests = REQUESTS.matcher(output);
        if (!finished.find() || !requests.find()) {
            throw new IllegalArgumentException("h2load said: " + output.strip());
        }
        var latencies = new LatencyHistogram();
        log.forEach(
                line ->
                        latencies.add(
                                1_000
                                        * Long.parseLong(
                                                line.substring(line.lastIndexOf('\t') + 1))));
        return new LoadResult(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(finished.group(1)) * secondsOf(finished.group(2)),
                Long.parseLong(requests.group(2)) + Long.parseLong(requests.group(4)),
                latencies.micros(0.50),
                latencies.micros(0.99),
                latencies.micros(0.999));
    }

    private static double secondsOf(String unit) {
        return switch (unit) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            default -> 1;
        };
    }
}
