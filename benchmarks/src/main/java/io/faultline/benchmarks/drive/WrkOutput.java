package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadResult;

/** The line that our script makes wrk print. */
final class WrkOutput {

    static final String MARK = "bench-result ";

    private WrkOutput() {}

    static LoadResult parse(String output) {
        var line =
                output.lines()
                        .filter(each -> each.startsWith(MARK))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("wrk said: " + output.strip()));
        var part = line.substring(MARK.length()).split(" ");
        return new LoadResult(
                Long.parseLong(part[0]),
                Long.parseLong(part[1]) / 1e6,
                Long.parseLong(part[2]),
                Double.parseDouble(part[3]),
                Double.parseDouble(part[4]),
                Double.parseDouble(part[5]));
    }
}
