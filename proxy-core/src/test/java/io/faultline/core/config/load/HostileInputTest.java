package io.faultline.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.Yaml;
import io.faultline.core.config.source.ConfigException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as large as they may be, shaped to make a careless reader slow or run out of memory. The time
 * limit tells a hang from an answer; it is far above what any of them takes.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {

    private static final int LARGEST = ConfigFile.MAX_BYTES;

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("[ without end", "[".repeat(LARGEST)),
                Arguments.of("{ without end", "{".repeat(LARGEST)),
                Arguments.of("dashes", "- ".repeat(LARGEST / 2)),
                Arguments.of("question marks", "? ".repeat(LARGEST / 2)),
                Arguments.of(
                        "an empty list for each byte", "[" + "[],".repeat(LARGEST / 3 - 1) + "]"),
                Arguments.of("a list of many", "listeners:\n" + "- a\n".repeat(LARGEST / 4 - 3)),
                Arguments.of("unknown keys", numbered("key%d: x\n", 300_000)),
                Arguments.of("one key, many times", "workers: 1\n".repeat(LARGEST / 11)),
                Arguments.of("one long scalar", "workers: " + "x".repeat(LARGEST - 9)),
                Arguments.of(
                        "one long quoted scalar", "workers: \"" + "x".repeat(LARGEST - 11) + "\""),
                Arguments.of("one long key", "x".repeat(LARGEST - 2) + ": "),
                Arguments.of(
                        "a quote that never closes", "workers: '" + "x\n".repeat(LARGEST / 2 - 5)),
                Arguments.of("anchors", numbered("k%d: &a%1$d x\n", 200_000)),
                Arguments.of("aliases", "a: &a x\n" + "b: *a\n".repeat(LARGEST / 6 - 2)),
                Arguments.of("tags", numbered("k%d: !t%1$d x\n", 200_000)),
                Arguments.of("documents", "---\nworkers: 1\n".repeat(LARGEST / 15)),
                Arguments.of("unset variables", "workers: " + "${X}".repeat(LARGEST / 4 - 3)),
                Arguments.of("half variables", "workers: \"" + "${".repeat(LARGEST / 2 - 6) + "\""),
                Arguments.of("comments", "#\n".repeat(LARGEST / 2)),
                Arguments.of("newlines", "\n".repeat(LARGEST)),
                Arguments.of("carriage returns", "\r".repeat(LARGEST)),
                Arguments.of("tabs", "\t".repeat(LARGEST)),
                Arguments.of("colons", ":".repeat(LARGEST)),
                Arguments.of("emoji", "\uD83D\uDE00".repeat(LARGEST / 4)),
                Arguments.of("deeper with every line", staircase()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void isRefusedWithAShortAnswer(String shape, String text) {
        assertThat(text.length()).isLessThanOrEqualTo(LARGEST);

        assertThatThrownBy(() -> Yaml.load(text))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> {
                            assertThat(refused.problems()).isNotEmpty().hasSizeLessThan(400);
                            assertThat(ConfigException.render(refused.problems()))
                                    .hasSizeLessThan(400_000);
                        });
    }

    @Test
    void unknownUpstreamsAmongThousandsAreStillSuggested() {
        String text =
                "listeners:\n"
                        + numbered(
                                "- { name: l%d, bind: 127.0.0.1:0, tcp: { to: upstream-x%1$d } }\n",
                                20_000)
                        + "upstreams:\n"
                        + numbered("  upstream-%d: { endpoints: [10.0.0.1:80] }\n", 20_000);

        assertThatThrownBy(() -> Yaml.load(text))
                .hasMessageContaining(
                        "there is no 'upstream-x7' in upstreams. Did you mean 'upstream-7'?");
    }

    @Test
    void aLargeFileIsWithinTheLimitsWhenItIsHonest() throws ConfigException {
        String text =
                """
                listeners:
                  - { name: web, bind: 127.0.0.1:80, tcp: { to: shop } }
                upstreams:
                  shop:
                    endpoints:
                """
                        + IntStream.range(0, 40_000)
                                .mapToObj(
                                        i ->
                                                "      - { address: 10.%d.%d.%d:80, weight: 2, backup: false, drain: false }\n"
                                                        .formatted(i >> 16, i >> 8 & 255, i & 255))
                                .collect(Collectors.joining());

        assertThat(Yaml.upstream(Yaml.load(text).config(), "shop").endpoints()).hasSize(40_000);
    }

    private static String numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining());
    }

    private static String staircase() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() + i + 4 < LARGEST; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }
}
