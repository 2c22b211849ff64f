package io.faultline.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.print.EffectiveConfig;
import io.faultline.core.config.source.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code /config} prints of every example, sections of all protocols included, is a file again. */
class PrintedExamplesTest {

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Example.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatIsPrintedMeansTheSame(Path file) throws ConfigException {
        LoadedConfig loaded = Protocols.load(file);

        String printed = EffectiveConfig.render(loaded.config(), loaded.origins());

        assertThat(Protocols.parse("printed.yaml", printed).config()).isEqualTo(loaded.config());
    }
}
