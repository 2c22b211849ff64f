package io.faultline.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.print.EffectiveConfig;
import io.faultline.core.config.source.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes are, loading ends in a configuration or in problems with a place and a sentence,
 * never in another exception. The seeds are fixed: a failure repeats, and its input is in the message.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigFuzzTest {

    private static final int ROUNDS = 4_000;
    private static final List<byte[]> CORPUS = corpus();

    /** Pieces that mean something to YAML or to us: random bytes alone never get past the parser. */
    private static final List<String> PIECES =
            List.of(
                    "\n",
                    "\n  ",
                    "\n    - ",
                    ": ",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    ", ",
                    "\"",
                    "'",
                    "#",
                    "|\n",
                    ">\n",
                    "&a ",
                    "*a",
                    "<<: ",
                    "!!x ",
                    "!",
                    "? ",
                    "---\n",
                    "...\n",
                    "%YAML",
                    "\t",
                    "\r",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "\0",
                    "\u001b",
                    "\uD83D\uDE00",
                    "${",
                    "${X}",
                    "${X:-y}",
                    "$${",
                    "}",
                    "null",
                    "~",
                    "{}",
                    "[]",
                    "true",
                    "0123",
                    "1:30",
                    "listeners:",
                    "upstreams:",
                    "endpoints:",
                    "bind:",
                    "tcp:",
                    "health:",
                    "name:",
                    "::1",
                    "[::1]:80",
                    ":80",
                    "unix:",
                    "10.0.0.1:80",
                    "10.0.0.0/8",
                    "5s",
                    "64KiB",
                    "\\",
                    "\\x",
                    "\\u",
                    "\\UFFFFFFFF",
                    "-1",
                    "99999999999999999999",
                    "é",
                    "@",
                    "`");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomBytes(long seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            loads(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void randomPieces(long seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(piece(random));
            }
            loads(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void realFilesWithMistakes(long seed) {
        var random = new SplittableRandom(seed);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = CORPUS.get(random.nextInt(CORPUS.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes = mutated(bytes, random);
            }
            accepted += loads(bytes) ? 1 : 0;
        }
        assertThat(accepted).as("mutations that reach the far end").isGreaterThan(10);
    }

    private static boolean loads(byte[] bytes) {
        try {
            String text = Utf8.decode("fuzz.yaml", bytes);
            LoadedConfig loaded =
                    ConfigLoader.parse(
                            "fuzz.yaml",
                            text,
                            SampleTcp.REGISTRY,
                            name -> name.length() % 2 == 0 ? null : "5");
            assertThat(EffectiveConfig.render(loaded.config(), loaded.origins())).isNotEmpty();
            return true;
        } catch (ConfigException refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
            assertThat(ConfigException.render(refused.problems())).startsWith("fuzz.yaml");
            return false;
        } catch (RuntimeException | Error bug) {
            return fail(
                    "not a problem but a bug, on: "
                            + new String(bytes, StandardCharsets.ISO_8859_1),
                    bug);
        }
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        byte[] inserted =
                switch (random.nextInt(4)) {
                    case 0 -> new byte[] {(byte) random.nextInt(256)};
                    case 1 -> piece(random).getBytes(StandardCharsets.UTF_8);
                    case 2 -> slice(bytes, random);
                    default -> new byte[0];
                };
        byte[] result = new byte[at + inserted.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, end, result, at + inserted.length, bytes.length - end);
        return result;
    }

    private static byte[] slice(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - from, random.nextInt(60));
        byte[] slice = new byte[length];
        System.arraycopy(bytes, from, slice, 0, length);
        return slice;
    }

    private static String piece(SplittableRandom random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private static List<byte[]> corpus() {
        try (Stream<Path> wrong = Files.list(Path.of("src/test/resources/config-errors"));
                Stream<Path> right = Files.list(Path.of("../config-examples"))) {
            return Stream.concat(wrong, right)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(ConfigFuzzTest::bytes)
                    .filter(bytes -> bytes.length > 0)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
