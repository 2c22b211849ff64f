package io.faultline.core.observe.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final Offset<Double> NEARLY = Offset.offset(0.001);

    @Test
    void whatGrowsSteadilyIsContinuedToItsLimit() {
        Trend trend = of(2, 1_000, 1_600, 2_200, 2_800);

        Forecast forecast = Objects.requireNonNull(trend.towards(4_000));

        assertThat(forecast.perSecond()).isEqualTo(300, NEARLY);
        assertThat(forecast.secondsToFull()).isEqualTo(4, NEARLY);
    }

    @Test
    void theLastHalfMinuteCountsAndWhatWasBeforeIsForgotten() {
        var trend = new Trend();
        for (int i = 0; i < 100; i++) {
            trend.add(i, 5_000 - 10 * i);
        }
        for (int i = 0; i < 16; i++) {
            trend.add(100 + i, 1_000 + 100 * i);
        }

        Forecast forecast = Objects.requireNonNull(trend.towards(3_000));

        assertThat(forecast.perSecond()).isEqualTo(100, NEARLY);
        assertThat(forecast.secondsToFull()).isEqualTo(5, NEARLY);
    }

    @Test
    void whatDoesNotGrowOrHardlyMovesHasNoForecast() {
        assertThat(of(2, 50, 50, 50, 50).towards(100)).isNull();
        assertThat(of(2, 80, 60, 40, 20).towards(100)).isNull();
        assertThat(of(2, 5_000, 5_001, 5_002, 5_003).towards(10_000)).as("far off").isNull();
        assertThat(of(2, 9_990, 9_991, 9_992, 9_993).towards(10_000)).as("noise").isNull();
    }

    @Test
    void twoPointsAreNoTrend() {
        assertThat(of(2, 0, 50).towards(100)).isNull();
    }

    @Test
    void whatIsFullAlreadyNeedsNoForecastAndWhatIsFarOffGetsNone() {
        assertThat(of(2, 70, 80, 90, 100).towards(100)).isNull();
        assertThat(of(600, 1_000, 1_100, 1_200, 1_300).towards(10_000)).isNull();
    }

    @Test
    void samplesOfOneMomentDoNotDivideByZero() {
        assertThat(of(0, 1, 2, 3, 4).towards(100)).isNull();
    }

    private static Trend of(double every, double... amounts) {
        var trend = new Trend();
        for (int i = 0; i < amounts.length; i++) {
            trend.add(1_000 + i * every, amounts[i]);
        }
        return trend;
    }
}
