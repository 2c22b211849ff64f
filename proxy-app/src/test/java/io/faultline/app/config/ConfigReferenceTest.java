package io.faultline.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.core.config.schema.ConfigSchema;
import io.faultline.core.config.schema.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the committed schema and reference page to the records, protocol sections included. To write
 * them anew: {@code mvn test -pl proxy-app -am -Dtest=ConfigReferenceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaultline.docs.update=true}.
 */
class ConfigReferenceTest {

    private static final Path FOLDER = Path.of("..", "docs", "reference");
    private static final Map<String, Class<? extends Record>> PROTOCOLS = Protocols.sections();

    @Test
    void theReferencePageIsWhatTheRecordsSay() throws IOException {
        holds("config.md", ReferencePage.render(PROTOCOLS));
    }

    @Test
    void theSchemaIsWhatTheRecordsSay() throws IOException {
        holds("faultline.schema.json", ConfigSchema.render(PROTOCOLS));
    }

    private static void holds(String name, String content) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.writeString(file, content);
        }
        assertThat(file)
                .as("run this test with -Dfaultline.docs.update=true to write %s anew", name)
                .hasContent(content);
    }
}
