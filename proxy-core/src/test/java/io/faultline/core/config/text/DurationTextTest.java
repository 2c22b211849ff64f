package io.faultline.core.config.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "5s, 5000",
        "100ms, 100",
        "1m30s, 90000",
        "2h, 7200000",
        "1d2h3m4s5ms, 93784005",
        "90s, 90000",
        "365d, 31536000000"
    })
    void readsUnits(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "59s", "1m", "1m30s", "1h1ms", "365d"})
    void writesWhatItReadsInItsShortestForm(String text) {
        assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 s",
                "1.5s",
                "-5s",
                "+5s",
                "5x",
                "30s1m",
                "1s1s",
                "1:30",
                "٥s",
                "366d",
                "9999999999999999d",
                "1s ",
                "5sms"
            })
    void refusesWhatTwoReadersCouldReadDifferently(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(InvalidValueException.class);
    }
}
