package io.faultline.l7.hops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Fields;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 9209, and who of several hops is named. */
class ProxyStatusTest {

    private static ProxyStatus read(String... lines) {
        var fields = new Fields();
        for (String line : lines) {
            fields.add("Proxy-Status".getBytes(ISO_8859_1), line.getBytes(ISO_8859_1));
        }
        return ProxyStatus.read(fields);
    }

    private static FailedHop failed(String... lines) {
        return Objects.requireNonNull(read(lines).deepest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revproxy1.example.net, ExampleCDN",
                "cdn.example.org; next-hop=backend.example.org:8001",
                "\"proxy.example.org\"; next-protocol=h2",
                "ExampleCDN; received-status=200",
                ""
            })
    void hopsThatDidNotFailAreNotNamed(String line) {
        assertThat(read(line)).isEqualTo(new ProxyStatus(null, null));
    }

    @Test
    void theOnlyHopThatFailed() {
        assertThat(failed("ExampleCDN; error=connection_timeout"))
                .isEqualTo(new FailedHop("ExampleCDN", "connection_timeout", null, null, null, 1));
        assertThat(
                        failed(
                                        "proxy.example.net; error=http_protocol_error;"
                                                + " details=\"Malformed response header: space before colon\"")
                                .details())
                .isEqualTo("Malformed response header: space before colon");
    }

    /** RFC 9209 2: the first member is the closest to the origin. */
    @Test
    void theDeepestOfThemIsNamed() {
        assertThat(failed("r34.example.net; error=http_request_error, ExampleCDN"))
                .isEqualTo(
                        new FailedHop(
                                "r34.example.net", "http_request_error", null, null, null, 2));
        assertThat(
                        failed(
                                "well, deep; error=dns_error; rcode=\"NXDOMAIN\", outer; error=http_response_incomplete"))
                .extracting(FailedHop::name, FailedHop::depth)
                .containsExactly("deep", 2);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(failed("deep; error=connection_refused", "outer; error=connection_timeout"))
                .extracting(FailedHop::name, FailedHop::error, FailedHop::depth)
                .containsExactly("deep", "connection_refused", 2);
    }

    @Test
    void oneOfUsTellsItsCodeToo() {
        FailedHop hop =
                failed(
                        "faultline-0123456789ab; error=connection_refused;"
                                + " fault=\"L4.CONNECT_REFUSED\"; side=upstream;"
                                + " next-hop=\"10.0.0.1:80\"");
        assertThat(hop.words())
                .isEqualTo(
                        "faultline-0123456789ab: connection_refused, L4.CONNECT_REFUSED, towards"
                                + " 10.0.0.1:80 (1 hop behind us)");
    }

    /** RFC 9209 2.1.1: an error is a token. */
    @Test
    void whatHasNotTheRightTypeIsNoError() {
        assertThat(read("a; error=\"connection_refused\", b; error, (c d); error=x, 5; error=y"))
                .isEqualTo(new ProxyStatus(null, null));
    }

    @Test
    void whatCannotBeReadIsIgnoredAsAWholeAndSaysWhy() {
        ProxyStatus bad = read("a; error=connection_refused", "b; ERROR=x");
        assertThat(bad.deepest()).isNull();
        assertThat(bad.problem()).startsWith("a key begins with");
    }

    @Test
    void whatIsTooLongIsNotRead() {
        assertThat(read("a; error=" + "x".repeat(3_000), "b; error=" + "x".repeat(2_000)).problem())
                .isEqualTo("longer than 4096 bytes");
        assertThat(failed("a; error=" + "x".repeat(3_000)).error()).hasSizeLessThan(140);
    }
}
