package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** RFC 7541 appendix C: every example that is there. C.1 shows integers, in the encoder's block. */
class Rfc7541VectorsTest {

    private final Decoded decoded = Decoded.withDefaults();

    private void check(String hex, String text) {
        assertThat(decoded.decode(hex)).isEqualTo(HpackError.NONE);
        assertThat(decoded.decoder.malformed()).isNull();
        assertThat(decoded.text()).isEqualTo(text);
    }

    @Test
    void c1Integers() {
        assertThat(integer(0x1f, 10)).containsExactly(0x0a);
        assertThat(integer(0x1f, 1337)).containsExactly(0x1f, 0x9a, 0x0a);
        assertThat(integer(0xff, 42)).containsExactly(0x2a);
    }

    private static byte[] integer(int mask, int value) {
        var block = new HpackBlock();
        block.integer(0, mask, value);
        return Arrays.copyOf(block.bytes(), block.length());
    }

    @Test
    void c21LiteralWithIndexing() {
        check(
                "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
                "custom-key: custom-header\n");
        check("be", "custom-key: custom-header\n");
        assertThat(decoded.fields().isNeverIndexed(0)).isFalse();
    }

    @Test
    void c22LiteralWithoutIndexing() {
        check("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path\n");
        assertThat(decoded.decode("be")).isEqualTo(HpackError.INDEX);
    }

    @Test
    void c23LiteralNeverIndexed() {
        check("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret\n");
        assertThat(decoded.fields().isNeverIndexed(0)).isTrue();
        assertThat(decoded.decode("be")).isEqualTo(HpackError.INDEX);
    }

    @Test
    void c24Indexed() {
        check("82", ":method: GET\n");
    }

    private static final String FIRST_REQUEST =
            """
            :method: GET
            :scheme: http
            :authority: www.example.com
            :path: /
            """;

    private static final String SECOND_REQUEST = FIRST_REQUEST + "cache-control: no-cache\n";

    private static final String THIRD_REQUEST =
            """
            :method: GET
            :scheme: https
            :authority: www.example.com
            :path: /index.html
            custom-key: custom-value
            """;

    @Test
    void c3RequestsWithoutHuffman() {
        check("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", FIRST_REQUEST);
        check("8286 84be 5808 6e6f 2d63 6163 6865", SECOND_REQUEST);
        check(
                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
                THIRD_REQUEST);
        check("be bf", "custom-key: custom-value\ncache-control: no-cache\n");
        check("c0", ":authority: www.example.com\n");
        assertThat(decoded.decode("c1")).isEqualTo(HpackError.INDEX);
    }

    @Test
    void c4RequestsWithHuffman() {
        check("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", FIRST_REQUEST);
        check("8286 84be 5886 a8eb 1064 9cbf", SECOND_REQUEST);
        check("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", THIRD_REQUEST);
        check("be bf", "custom-key: custom-value\ncache-control: no-cache\n");
    }

    private static final String FIRST_RESPONSE =
            """
            :status: 302
            cache-control: private
            date: Mon, 21 Oct 2013 20:13:21 GMT
            location: https://www.example.com
            """;

    private static final String SECOND_RESPONSE = FIRST_RESPONSE.replace("302", "307");

    private static final String THIRD_RESPONSE =
            """
            :status: 200
            cache-control: private
            date: Mon, 21 Oct 2013 20:13:22 GMT
            location: https://www.example.com
            content-encoding: gzip
            set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1
            """;

    private static final String AT_THE_END =
            """
            set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1
            content-encoding: gzip
            date: Mon, 21 Oct 2013 20:13:22 GMT
            """;

    /** The examples have a table of 256 bytes, so that entries leave it. */
    private void checkResponses(String first, String second, String third) {
        check("3f e1 01", "");
        check(first, FIRST_RESPONSE);
        check(second, SECOND_RESPONSE);
        check(third, THIRD_RESPONSE);
        check("be bf c0", AT_THE_END);
        assertThat(decoded.decode("c1")).isEqualTo(HpackError.INDEX);
    }

    @Test
    void c5ResponsesWithoutHuffman() {
        checkResponses(
                """
                4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
                2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70
                6c65 2e63 6f6d
                """,
                "4803 3330 37c1 c0bf",
                """
                88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
                54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
                5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e
                3d31
                """);
    }

    @Test
    void c6ResponsesWithHuffman() {
        checkResponses(
                """
                4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
                2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
                """,
                "4883 640e ffc1 c0bf",
                """
                88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
                77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
                9587 3160 65c0 03ed 4ee5 b106 3d50 07
                """);
    }

    /** The strings of C.4 and C.6, coded as they stand there. */
    @Test
    void stringsAreCodedAsThere() {
        coded("www.example.com", "f1e3c2e5f23a6ba0ab90f4ff");
        coded("no-cache", "a8eb10649cbf");
        coded("custom-key", "25a849e95ba97d7f");
        coded("custom-value", "25a849e95bb8e8b4bf");
        coded("302", "6402");
        coded("private", "aec3771a4b");
        coded("Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff");
        coded("https://www.example.com", "9d29ad171863c78f0b97c8e9ae82ae43d3");
        coded("307", "640eff");
        coded("gzip", "9bd9ab");
        coded(
                "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
                "94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5"
                        + "b1063d5007");
    }

    private static void coded(String text, String hex) {
        byte[] bytes = Ascii.bytes(text);
        byte[] expected = Decoded.hex(hex);
        assertThat(Huffman.codedLength(bytes, 0, bytes.length)).isEqualTo(expected.length);
        byte[] into = new byte[expected.length];
        Huffman.encode(bytes, 0, bytes.length, into, 0);
        assertThat(into).isEqualTo(expected);
    }
}
