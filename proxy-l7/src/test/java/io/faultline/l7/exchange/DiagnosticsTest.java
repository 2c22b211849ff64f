package io.faultline.l7.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosticsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.000",
        "499, 0.000",
        "500, 0.001",
        "7000, 0.007",
        "42000, 0.042",
        "999499, 0.999",
        "999500, 1.000",
        "12005000, 12.005",
        "3600000000000, 3600000.000"
    })
    void timesAreMillisecondsWithThreeDigits(long nanos, String text) {
        var written = new StringBuilder();

        Diagnostics.appendMillis(written, nanos);

        assertThat(written).hasToString(text);
    }
}
