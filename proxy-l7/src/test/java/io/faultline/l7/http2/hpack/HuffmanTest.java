package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanTest {

    private static final int START =
            3; // not at the edge, so that an offset that is forgotten shows

    private static byte[] encode(byte[] plain) {
        byte[] coded = new byte[START + Huffman.codedLength(plain, 0, plain.length)];
        Huffman.encode(plain, 0, plain.length, coded, START);
        return Arrays.copyOfRange(coded, START, coded.length);
    }

    /** What it stands for, or null. */
    private static byte @Nullable [] decode(byte[] coded) {
        byte[] into = new byte[START + Huffman.mostDecoded(coded.length)];
        int end = Huffman.decode(coded, 0, coded.length, into, START);
        return end == Huffman.MALFORMED ? null : Arrays.copyOfRange(into, START, end);
    }

    @Test
    void everyByteComesBack() {
        for (int b = 0; b < 256; b++) {
            byte[] one = {(byte) b};
            assertThat(decode(encode(one))).isEqualTo(one);
            byte[] many = new byte[17];
            Arrays.fill(many, (byte) b);
            assertThat(decode(encode(many))).isEqualTo(many);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyStringComesBack(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] plain = new byte[random.nextInt(60)];
            random.nextBytes(plain);
            if (random.nextBoolean()) {
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = (byte) (' ' + (plain[i] & 0x3f));
                }
            }
            assertThat(decode(encode(plain))).isEqualTo(plain);
        }
    }

    /** A code has one spelling only: what decodes is what encoding its plain text gives. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatDecodesHasNoOtherCode(long seed) {
        var random = new Random(seed);
        int decoded = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] coded = new byte[1 + random.nextInt(5)];
            random.nextBytes(coded);
            byte[] plain = decode(coded);
            if (plain != null) {
                decoded++;
                assertThat(encode(plain)).isEqualTo(coded);
            }
        }
        assertThat(decoded).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 7541 5.2
        "ffffffff, a string of EOS alone",
        "3fffffffff, EOS behind a letter",
        "fffffffc, the code of EOS and its last bits",
        "ff, padding of 8 bits",
        "1fff, a letter and padding of 11 bits",
        "18, padding of zeros",
        "1e, padding that is not all ones",
        "fe, the beginning of a code",
        "fffffff0, a code without its end"
    })
    void whatIsNoCodeIsRefused(String hex, String why) {
        assertThat(decode(Decoded.hex(hex))).as(why).isNull();
    }

    @Test
    void upToSevenBitsOfPaddingAreRead() {
        assertThat(decode(new byte[0])).isEmpty();
        assertThat(decode(Decoded.hex("1f"))).isEqualTo(new byte[] {'a'});
        assertThat(decode(Decoded.hex("f8"))).isEqualTo(new byte[] {'&'}); // 8 bits: no padding
        byte[] twenty = encode(new byte[] {'"', '!'}); // bits
        assertThat(decode(twenty)).isEqualTo(new byte[] {'"', '!'});
    }
}
