package io.faultline.benchmarks.result;

import java.util.Map;

/**
 * One measurement.
 *
 * @param row what was asked, by the id of its {@link RowInfo}
 * @param who of whom
 */
public record Sample(String row, String who, int round, Map<Metric, Double> values) {

    /** NaN when it was not measured. */
    public double value(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }
}
