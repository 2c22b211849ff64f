package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Looking at eight bytes at once finds what looking at each one finds, wherever it stands. */
class SyntaxTest {

    private static final int LENGTH = 27;

    @Test
    void everyControlCharacterIsFoundAtEveryPlace() {
        for (byte filler : new byte[] {'a', '\t', (byte) 0xe9, ' '}) {
            byte[] bytes = new byte[LENGTH];
            Arrays.fill(bytes, filler);
            assertThat(Syntax.indexOfControl(bytes, 0, LENGTH)).isEqualTo(-1);
            for (int at = 0; at < LENGTH; at++) {
                for (int b = 0; b < 256; b++) {
                    bytes[at] = (byte) b;
                    boolean control = b < ' ' && b != '\t' || b == 0x7f;
                    assertThat(Syntax.indexOfControl(bytes, 0, LENGTH))
                            .as("0x%02x at %d amid 0x%02x", b, at, filler)
                            .isEqualTo(control ? at : -1);
                }
                bytes[at] = filler;
            }
        }
    }

    @Test
    void theFirstLineFeedIsFoundAtEveryPlace() {
        for (byte filler : new byte[] {'\r', 0x0b, (byte) 0x8a, 0}) {
            byte[] bytes = new byte[LENGTH];
            Arrays.fill(bytes, filler);
            for (int from = 0; from < LENGTH; from++) {
                assertThat(Syntax.indexOfLineFeed(bytes, from, LENGTH)).isEqualTo(-1);
                for (int at = from; at < LENGTH; at++) {
                    bytes[at] = '\n';
                    bytes[LENGTH - 1] = '\n';
                    assertThat(Syntax.indexOfLineFeed(bytes, from, LENGTH)).isEqualTo(at);
                    assertThat(Syntax.indexOfLineFeed(bytes, from, at)).isEqualTo(-1);
                    bytes[at] = filler;
                    bytes[LENGTH - 1] = filler;
                }
            }
        }
    }
}
