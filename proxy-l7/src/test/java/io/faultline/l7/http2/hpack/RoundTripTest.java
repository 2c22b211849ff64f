package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What our encoder makes means the same to our decoder, and heads that come again become short. */
class RoundTripTest {

    private final HpackBlock block = new HpackBlock();
    private final HpackEncoder encoder = new HpackEncoder(block);
    private final Decoded decoded = Decoded.withDefaults();

    private static Fields fields(String... lines) {
        var fields = new Fields();
        fields.clear();
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.add(
                    Ascii.bytes(line.substring(0, colon)), Ascii.bytes(line.substring(colon + 2)));
        }
        return fields;
    }

    private byte[] response(int status, Fields fields) {
        encoder.begin();
        encoder.status(status);
        encoder.fields(fields);
        return Arrays.copyOf(block.bytes(), block.length());
    }

    @Test
    void aHeadThatComesAgainIsShortFromTheThirdTimeOn() {
        Fields fields =
                fields(
                        "Server: shop/1.4",
                        "X-Frame-Options: DENY",
                        "Cache-Control: private, max-age=0");
        String expected =
                """
                :status: 200
                server: shop/1.4
                x-frame-options: DENY
                cache-control: private, max-age=0
                """;
        for (int time = 1; time <= 4; time++) {
            byte[] bytes = response(200, fields);
            assertThat(decoded.decode(bytes)).isEqualTo(HpackError.NONE);
            assertThat(decoded.text()).isEqualTo(expected);
            if (time >= 3) {
                assertThat(bytes).hasSize(4);
            }
        }
    }

    @Test
    void credentialsNeverEnterATable() {
        Fields fields =
                fields("Set-Cookie: a=b", "authorization: Basic eA==", "cookie: c=d", "X-Key: k");
        for (int time = 1; time <= 4; time++) {
            decoded.decode(response(200, fields));
            for (int i = 0; i < 3; i++) {
                assertThat(decoded.fields().isNeverIndexed(i)).isTrue();
            }
        }
        assertThat(decoded.decode("bf")).isEqualTo(HpackError.INDEX);
    }

    @Test
    void whatCameNeverIndexedGoesOutSo() {
        decoded.decode("1008 7061 7373 776f 7264 0673 6563 7265 74");
        for (int time = 1; time <= 3; time++) {
            encoder.begin();
            encoder.fields(decoded.fields());
            decoded.decode(Arrays.copyOf(block.bytes(), block.length()));
            assertThat(decoded.text()).isEqualTo("password: secret\n");
            assertThat(decoded.fields().isNeverIndexed(0)).isTrue();
        }
    }

    @Test
    void fieldsOfAConnectionAreLeftOut() {
        Fields fields =
                fields(
                        "Connection: close",
                        "Keep-Alive: 5",
                        "Proxy-Connection: close",
                        "Transfer-Encoding: chunked",
                        "Upgrade: x",
                        "HTTP2-Settings: AAMAAABkAAQAAP__",
                        "X: y");
        decoded.decode(response(404, fields));
        assertThat(decoded.text()).isEqualTo(":status: 404\nx: y\n");
    }
}
