package io.faultline.testkit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void readsEveryKindOfValue() {
        var object =
                StrictJson.object(
                        " {\"a\": [1, -2.5e3, true, false, null, {}], \"b\":\"\\u00e9\\n\\\"\"} ");

        assertThat(object).hasToString("{a=[1, -2500.0, true, false, null, {}], b=é\n\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}{}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "[1,]",
                "[01]",
                "[.5]",
                "[+1]",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "nul",
                "{\"a\":1,\"a\":2}",
                "'a'",
                "[NaN]",
                "\"a"
            })
    void refusesWhatALenientReaderForgives(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("JSON: expected");
    }
}
