package io.faultline.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Statistics.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Statistics.median(5, 1, Double.NaN, 3)).isEqualTo(3);
        assertThat(Statistics.median()).isNaN();
    }

    @Test
    void aSlowMinuteForEverybodyDoesNotChangeTheRatio() {
        double[] ours = {8, 16, 8, 80, 8};
        double[] theirs = {10, 20, 10, 100, 10};

        var ratio = Statistics.ratio(ours, theirs);

        assertThat(ratio.middle()).isCloseTo(0.8, within(1e-9));
        assertThat(ratio.high() - ratio.low()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aRoundThatOneOfThemMissedIsNotCounted() {
        var ratio = Statistics.ratio(new double[] {8, Double.NaN, 9}, new double[] {10, 10, 10});

        assertThat(ratio.rounds()).isEqualTo(2);
    }

    @Test
    void theRangeHoldsTheMiddleAndGrowsWithTheNoise() {
        var calm = Statistics.interval(10, 10.1, 9.9, 10.05, 9.95, 10, 10.02);
        var wild = Statistics.interval(10, 14, 7, 12, 8, 10, 11);

        assertThat(calm.low()).isLessThanOrEqualTo(calm.middle());
        assertThat(calm.high()).isGreaterThanOrEqualTo(calm.middle());
        assertThat(wild.high() - wild.low()).isGreaterThan(10 * (calm.high() - calm.low()));
    }

    @Test
    void theSameSamplesGiveTheSameRange() {
        assertThat(Statistics.interval(3, 1, 2)).isEqualTo(Statistics.interval(3, 1, 2));
    }

    @Test
    void nothingIsKnownOfNothing() {
        assertThat(Statistics.interval().isKnown()).isFalse();
        assertThat(Statistics.change(new double[0], new double[] {1}).isKnown()).isFalse();
    }
}
