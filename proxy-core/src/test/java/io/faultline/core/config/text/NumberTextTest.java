package io.faultline.core.config.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    @Test
    void readsPlainDecimal() {
        assertThat(NumberText.integer("0")).isZero();
        assertThat(NumberText.integer("-12")).isEqualTo(-12);
        assertThat(NumberText.integer("2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertThat(NumberText.whole("999999999999999999")).isEqualTo(999_999_999_999_999_999L);
        assertThat(NumberText.decimal("1.25")).isEqualTo(1.25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "0123",
                "0x1F",
                "0b1",
                "1_000",
                "1e3",
                "1.0",
                " 1",
                "+1",
                "2147483648",
                "99999999999999999999",
                "٣",
                "one"
            })
    void refusesEveryOtherNotationOfAWholeNumber(String text) {
        assertThatThrownBy(() -> NumberText.integer(text))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".5", "5.", "1e3", "NaN", "Infinity", ".inf", "1,5", "00.5"})
    void refusesEveryOtherNotationOfANumber(String text) {
        assertThatThrownBy(() -> NumberText.decimal(text))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void decimalsAreWrittenWithoutExponentAndNeedlessZeros() {
        assertThat(NumberText.format(1.50)).isEqualTo("1.5");
        assertThat(NumberText.format(10)).isEqualTo("10");
        assertThat(NumberText.format(0)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "True", "TRUE", "0", "1", "y", "", "truth"})
    void onlyTrueAndFalseAreBooleans(String text) {
        assertThat(NumberText.bool("true")).isTrue();
        assertThat(NumberText.bool("false")).isFalse();
        assertThatThrownBy(() -> NumberText.bool(text)).isInstanceOf(InvalidValueException.class);
    }
}
