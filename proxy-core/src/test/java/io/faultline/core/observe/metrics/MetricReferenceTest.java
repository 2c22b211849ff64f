package io.faultline.core.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference page to the code. To write it anew: {@code mvn test -pl proxy-core -am
 * -Dtest=MetricReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dfaultline.docs.update=true}.
 */
class MetricReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

    @Test
    void theReferencePageIsWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, MetricMarkdown.page());
        }

        assertThat(PAGE)
                .as("run this test with -Dfaultline.docs.update=true to write it anew")
                .exists()
                .hasContent(MetricMarkdown.page());
    }
}
