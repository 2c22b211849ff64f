package io.faultline.benchmarks.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void aLinearAxisBeginsAtZeroAndEndsAtARoundNumber() {
        var scale = Scale.linear(17.3, 100, 300);

        assertThat(scale.to()).isEqualTo(20);
        assertThat(scale.ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(scale.at(0)).isEqualTo(100);
        assertThat(scale.at(10)).isEqualTo(200);
    }

    @Test
    void smallNumbersGetSmallSteps() {
        assertThat(Scale.linear(0.9, 0, 1).to()).isCloseTo(1.0, within(1e-9));
        assertThat(Scale.linear(0.9, 0, 1).ticks()).hasSizeBetween(4, 7);
    }

    @Test
    void aLogarithmicAxisGivesEachPowerOfTenTheSameRoom() {
        var scale = Scale.logarithmic(30, 4_000, 0, 300);

        assertThat(scale.ticks()).containsExactly(10.0, 100.0, 1_000.0, 10_000.0);
        assertThat(scale.at(100)).isCloseTo(100, within(1e-9));
        assertThat(scale.at(1_000)).isCloseTo(200, within(1e-9));
        assertThat(scale.at(0)).isZero(); // what cannot be shown stands at the edge
    }

    @Test
    void anAxisMayGoUpwards() {
        var scale = Scale.linear(10, 300, 60);

        assertThat(scale.at(10)).isEqualTo(60);
        assertThat(scale.at(0)).isEqualTo(300);
    }

    @Test
    void numbersHaveThreeDigitsThatMeanSomething() {
        assertThat(Canvas.number(12.34)).isEqualTo("12.3");
        assertThat(Canvas.number(0.7)).isEqualTo("0.7");
        assertThat(Canvas.number(123_456)).isEqualTo("123,456");
        assertThat(Canvas.number(2_000_000)).isEqualTo("2M");
        assertThat(Canvas.number(100)).isEqualTo("100");
    }
}
