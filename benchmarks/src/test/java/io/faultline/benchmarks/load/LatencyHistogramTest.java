package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void sharesAreExactWithinABucket() {
        for (int micros = 1; micros <= 1000; micros++) {
            histogram.add(micros * 1000L);
        }

        assertThat(histogram.micros(0.50)).isCloseTo(500, withPercentage(4));
        assertThat(histogram.micros(0.99)).isCloseTo(990, withPercentage(4));
        assertThat(histogram.micros(1)).isCloseTo(1000, withPercentage(4));
    }

    @Test
    void shortLongAndNegativeDurationsHaveTheirPlace() {
        histogram.add(-1);
        histogram.add(31);
        histogram.add(32);
        histogram.add(3_600_000_000_000L);

        assertThat(histogram.micros(0.25)).isZero();
        assertThat(histogram.micros(0.5)).isEqualTo(0.031);
        assertThat(histogram.micros(0.75)).isEqualTo(0.032);
        assertThat(histogram.micros(1)).isCloseTo(3.6e9, withPercentage(4));
    }

    @Test
    void noSamplesHaveNoLatency() {
        assertThat(histogram.micros(0.99)).isZero();
    }
}
