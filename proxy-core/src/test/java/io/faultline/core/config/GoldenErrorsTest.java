package io.faultline.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way a file can be wrong, with the exact words an operator reads. {@code NAME.yaml} is the file,
 * {@code NAME.txt} what is said about it. After a change of words run with {@code -Dfaultline.golden.update=true}
 * and read the diff.
 */
final class GoldenErrorsTest {

    private static final Path FOLDER = Path.of("src/test/resources/config-errors");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PORT", "8080", "EMPTY", "", "WORD", "ninety");

    @BeforeAll
    static void makeCertificates() throws IOException {
        GoldenCertificates.write();
    }

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .sorted()
                            .toList();
            assertThat(names).hasSizeGreaterThan(40);
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysExactlyThis(String name) throws IOException {
        String said = whatIsSaidAbout(name);

        Path golden = FOLDER.resolve(name.replace(".yaml", ".txt"));
        if (Boolean.getBoolean("faultline.golden.update")) {
            Files.writeString(golden, said);
        }
        assertThat(said).isEqualTo(Files.readString(golden));
    }

    private static String whatIsSaidAbout(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        List<Problem> problems;
        try {
            problems =
                    ConfigLoader.parse(name, text, SampleTcp.REGISTRY, ENVIRONMENT::get).warnings();
        } catch (ConfigException refused) {
            problems = refused.problems();
            assertThat(problems).anyMatch(Problem::isError);
        }
        assertThat(problems).as("a file in this folder has something wrong with it").isNotEmpty();
        return ConfigException.render(problems) + "\n";
    }
}
