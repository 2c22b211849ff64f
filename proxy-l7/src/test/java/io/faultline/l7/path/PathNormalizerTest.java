package io.faultline.l7.path;

import static io.faultline.l7.route.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.route.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNormalizerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ /",
                "/a/b /a/b",
                "/a/ /a/",
                "/%61%2Db /a-b", // unreserved is decoded
                "/%7e%5F /~_",
                "/%e2%82%ac /%E2%82%AC", // hex digits in upper case
                "/a%3bb /a%3Bb", // reserved stays encoded
                "/a;v=1/b /a;v=1/b",
                "/%2561 /%2561", // decoded once, never twice
                "/a/./b /a/b",
                "/a/../b /b",
                "/a/b/.. /a/",
                "/a/b/. /a/b/",
                "/a/%2e%2E/b /b",
                "/a/%2e/b /a/b",
                "/a//b /a/b",
                "//a /a",
                "/a///../b /b",
                "/.hidden/..x/... /.hidden/..x/...",
                "/a.b/c. /a.b/c.",
                "/a|b^\"<>`{}[] /a%7Cb%5E%22%3C%3E%60%7B%7D%5B%5D",
                "/\u00e9 /%E9",
            })
    void bringsEveryPathIntoOneForm(String path, String normal) {
        assertThat(normalized(path, EncodedSlash.REJECT)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/% BAD_PERCENT",
                "/%1 BAD_PERCENT",
                "/%zz BAD_PERCENT",
                "/a%2 BAD_PERCENT",
                "/%00 ENCODED_CONTROL",
                "/%0d%0a ENCODED_CONTROL",
                "/%7F ENCODED_CONTROL",
                "/a\\b BAD_BYTE",
                "/a#b BAD_BYTE",
                "/a%2fb ENCODED_SLASH",
                "/a%5cb ENCODED_SLASH",
                "/.. ABOVE_ROOT",
                "/a/../../b ABOVE_ROOT",
                "/%2e%2e/b ABOVE_ROOT",
                "/a/..;/b DOTS_WITH_PARAMETER",
                "/a/.;x=1/b DOTS_WITH_PARAMETER",
                "a NOT_ABSOLUTE",
                "* NOT_ABSOLUTE",
            })
    void refusesWhatCouldBeReadInTwoWays(String path, Outcome outcome) {
        RequestHead head = head(path);

        assertThat(new PathNormalizer(EncodedSlash.REJECT).normalize(head)).isEqualTo(outcome);
        assertThat(outcome.isRejected()).isTrue();
        assertThat(outcome.rule()).isNotEmpty();
    }

    @Test
    void theThreeWaysWithAnEncodedSlash() {
        assertThat(normalized("/a%2f..%5cb", EncodedSlash.KEEP)).isEqualTo("/a%2F..%5Cb");
        assertThat(normalized("/a%2f..%2Fb%5c", EncodedSlash.DECODE)).isEqualTo("/b%5C");
        assertThat(normalized("/a%2F%2f/b", EncodedSlash.DECODE)).isEqualTo("/a/b");
        assertThat(new PathNormalizer(EncodedSlash.DECODE).normalize(head("/%2f..")))
                .isEqualTo(Outcome.ABOVE_ROOT);
    }

    @Test
    void aNormalPathIsNotTouched() {
        RequestHead head = head("/a/b.c/.d;e=f/");
        int length = head.fields().length();
        int start = head.pathStart();

        Outcome outcome = new PathNormalizer(EncodedSlash.REJECT).normalize(head);

        assertThat(outcome).isEqualTo(Outcome.UNCHANGED);
        assertThat(head.fields().length()).isEqualTo(length);
        assertThat(head.pathStart()).isEqualTo(start);
    }

    @Test
    void anEmptyPathIsTheRootAndForOptionsTheServer() {
        RequestHead get = request("GET example.com");
        RequestHead options = request("OPTIONS example.com");
        RequestHead connect = request("CONNECT example.com");
        var normalizer = new PathNormalizer(EncodedSlash.REJECT);

        assertThat(normalizer.normalize(get)).isEqualTo(Outcome.CHANGED);
        assertThat(get.pathText()).isEqualTo("/");
        assertThat(normalizer.normalize(options)).isEqualTo(Outcome.CHANGED);
        assertThat(options.pathText()).isEqualTo("*");
        assertThat(normalizer.normalize(options)).isEqualTo(Outcome.UNCHANGED);
        assertThat(normalizer.normalize(connect)).isEqualTo(Outcome.UNCHANGED);
    }

    private static RequestHead head(String path) {
        return Requests.fill(new RequestHead(), "GET", "example.com", path, null);
    }

    private static String normalized(String path, EncodedSlash policy) {
        RequestHead head = head(path);
        Outcome outcome = new PathNormalizer(policy).normalize(head);
        assertThat(outcome.isRejected()).as(outcome.rule()).isFalse();
        assertThat(outcome == Outcome.CHANGED).isEqualTo(!head.pathText().equals(path));
        return head.pathText();
    }
}
