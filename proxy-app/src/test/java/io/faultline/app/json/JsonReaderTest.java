package io.faultline.app.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void everyKindOfValueIsRead() {
        JsonObject read =
                JsonReader.object(
                        """
                        { "text": "a\\"b\\u00e9\\n", "whole": -12, "number": 1.5e1, "flag": true, "none": null,
                          "list": ["a", {"b": [ ]}, 1], "object": {"x": "y"}, "empty": {} }
                        """);

        assertThat(read.text("text")).isEqualTo("a\"b\u00e9\n");
        assertThat(read.whole("whole")).isEqualTo(-12);
        assertThat(read.number("number")).isEqualTo(15);
        assertThat(read.flag("flag")).isTrue();
        assertThat(read.has("none")).isFalse();
        assertThat(read.texts("list")).containsExactly("a");
        assertThat(read.objects("list")).hasSize(1);
        assertThat(read.object("object").text("x")).isEqualTo("y");
        assertThat(read.object("nowhere").text("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "[]",
                "{",
                "}",
                "{}}",
                "{} x",
                "{a: 1}",
                "{'a': 1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\": 1,}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "{\"a\": .5}",
                "{\"a\": 1.}",
                "{\"a\": 1e}",
                "{\"a\": --1}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": \"b}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\\u12g4\"}",
                "{\"a\": \"b\nc\"}",
                "{\"a\": tru}",
                "{\"a\": [1 2]}",
                "{\"a\": 99999999999999999999}",
                "{\"a\": NaN}",
                "{\"a\": //\n1}",
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.object(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void itGoesOnlySoDeep() {
        String deep = "{\"a\":" + "[".repeat(5_000);

        assertThatThrownBy(() -> JsonReader.object(deep)).hasMessageContaining("too deep");
    }
}
