package io.faultline.core.observe.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.text.StrictJson;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    private final Utf8Buffer out = new Utf8Buffer(64);
    private final JsonWriter json = new JsonWriter(out);

    @Test
    void commasStandBetweenAndNowhereElse() {
        json.object().member("a", 1).object("b").endObject().array("c");
        json.element("x").element("y").object().member("d", true).endObject().endArray();
        json.member("e", 1.5).nullMember("f").member("g", (String) null).endObject();

        assertThat(out)
                .hasToString(
                        "{\"a\":1,\"b\":{},\"c\":[\"x\",\"y\",{\"d\":true}],\"e\":1.5,\"f\":null,\"g\":null}");
    }

    @Test
    void numbersThatJsonDoesNotHaveAreNull() {
        json.object().member("nan", Double.NaN).member("inf", Double.POSITIVE_INFINITY);
        json.member("tiny", 1e-9).endObject();

        assertThat(StrictJson.object(out.toString()))
                .containsEntry("nan", null)
                .containsEntry("inf", null)
                .containsEntry("tiny", 1e-9);
    }

    @Test
    void anyTextComesBackAsItWas() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                // Mostly the dangerous ones: controls, quotes, backslashes, and the edges of
                // planes.
                int codePoint =
                        switch (random.nextInt(5)) {
                            case 0 -> random.nextInt(0x20);
                            case 1 -> "\"\\/\u007f\u0080\u2028\uFFFD".charAt(random.nextInt(7));
                            case 2 -> 'a' + random.nextInt(26);
                            case 3 -> 0x1F600 + random.nextInt(50);
                            default -> random.nextInt(0xD800);
                        };
                text.appendCodePoint(codePoint);
            }
            out.truncate(0);
            new JsonWriter(out).object().member(text.toString(), text.toString()).endObject();

            assertThat(StrictJson.object(out.toString()))
                    .containsExactly(java.util.Map.entry(text.toString(), text.toString()));
        }
    }
}
