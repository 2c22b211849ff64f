package io.faultline.benchmarks.load;

import java.util.Locale;

/**
 * What one run of the generator did. {@code units} are bytes, round trips or connections; latencies
 * are 0 where the workload has none.
 */
public record LoadResult(
        long units,
        double seconds,
        long errors,
        double p50Micros,
        double p99Micros,
        double p999Micros) {

    /** One line, as it goes from the generator to whoever drives it. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "result %d %.6f %d %.3f %.3f %.3f",
                units,
                seconds,
                errors,
                p50Micros,
                p99Micros,
                p999Micros);
    }

    /** The other way round. */
    public static LoadResult parse(String line) {
        var part = line.split(" ");
        if (part.length != 7 || !part[0].equals("result")) {
            throw new IllegalArgumentException("the load generator said: " + line);
        }
        return new LoadResult(
                Long.parseLong(part[1]),
                Double.parseDouble(part[2]),
                Long.parseLong(part[3]),
                Double.parseDouble(part[4]),
                Double.parseDouble(part[5]),
                Double.parseDouble(part[6]));
    }
}
