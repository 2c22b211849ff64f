package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference page to the code. To write it anew: {@code mvn test -pl proxy-core -am
 * -Dtest=FaultReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dfaultline.docs.update=true}.
 */
class FaultReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "faults.md");

    @Test
    void theReferencePageIsWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, FaultMarkdown.page());
        }

        assertThat(PAGE)
                .as("run this test with -Dfaultline.docs.update=true to write it anew")
                .exists()
                .hasContent(FaultMarkdown.page());
    }

    @Test
    void aLinkOfTheOverviewLeadsToASectionOfThePage() {
        String page = FaultMarkdown.page();

        for (FaultCode code : FaultCatalog.all()) {
            assertThat(page).contains("\n### " + code.id() + "\n");
            assertThat(page).contains("| [" + code.id() + "](#");
        }
    }
}
