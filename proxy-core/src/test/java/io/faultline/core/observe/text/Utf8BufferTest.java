package io.faultline.core.observe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8BufferTest {

    private final Utf8Buffer out = new Utf8Buffer(1); // so that every write has to grow it

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                7,
                10,
                99,
                100,
                -1,
                -10,
                1_000_000_000_000_000_000L,
                999_999_999_999_999_999L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1
            })
    void writesNumbersAsTheJdkDoes(long value) {
        out.number(value);

        assertThat(out).hasToString(Long.toString(value));
    }

    @Test
    void writesEveryCodePointAsTheJdkDoes() {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                all.appendCodePoint(codePoint);
            }
        }

        out.utf8(all.toString());

        byte[] written = new byte[out.size()];
        out.peek().get(written);
        assertThat(written).isEqualTo(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "\uDC00\uD800", "a\uD83D"})
    void halfASurrogatePairBecomesTheReplacementCharacter(String broken) {
        out.utf8(broken);

        assertThat(out.toString()).contains("\uFFFD").doesNotContain("?");
        assertThat(out.toString()).hasSameSizeAs(broken);
    }

    @Test
    void padsWithZeros() {
        out.padded(7, 3, 10);
        out.ascii(' ');
        out.padded(-1L, 16, 16);

        assertThat(out).hasToString("007 ffffffffffffffff");
    }

    @Test
    void forgetsWhatIsTruncated() {
        out.ascii("kept");
        out.ascii("gone");

        out.truncate(4);
        out.ascii('!');

        assertThat(out).hasToString("kept!");
    }
}
