package io.faultline.app.dashboard.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static final double[] BOUNDS = {1, 10, 100, Double.POSITIVE_INFINITY};

    private final Percentiles percentiles = new Percentiles();

    @Test
    void beforeTwoLooksNothingIsKnown() {
        assertThat(percentiles.at(0.5, BOUNDS)).isNaN();
        percentiles.add(new long[] {7, 0, 0, 0});
        assertThat(percentiles.at(0.5, BOUNDS)).as("what was before we came").isNaN();
    }

    @Test
    void valuesLieEvenlyInTheirBucket() {
        percentiles.add(new long[] {0, 0, 0, 0});
        percentiles.add(new long[] {0, 100, 0, 0});

        assertThat(percentiles.at(0.5, BOUNDS)).isCloseTo(5.5, within(0.01));
        assertThat(percentiles.at(0.99, BOUNDS)).isCloseTo(9.91, within(0.01));
    }

    @Test
    void whatIsBeyondTheLastBoundIsSaidToBeThere() {
        percentiles.add(new long[] {0, 0, 0, 0});
        percentiles.add(new long[] {0, 0, 0, 5});

        assertThat(percentiles.at(0.5, BOUNDS)).isEqualTo(100);
    }

    @Test
    void onlyTheLastSecondsCount() {
        percentiles.add(new long[] {0, 0, 0, 0});
        percentiles.add(new long[] {0, 0, 1000, 0});
        for (int i = 1; i <= 5; i++) {
            percentiles.add(new long[] {i, 0, 1000, 0});
        }

        assertThat(percentiles.at(0.99, BOUNDS)).isLessThanOrEqualTo(1);
    }
}
