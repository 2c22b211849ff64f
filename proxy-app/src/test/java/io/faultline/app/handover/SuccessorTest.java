package io.faultline.app.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessorTest {

    private static final List<String> OWN =
            List.of(
                    "java",
                    "-Xmx128m",
                    "-cp",
                    "old/lib",
                    "io.faultline.app.Main",
                    "run",
                    "-c",
                    "e");

    @TempDir Path folder;

    @Test
    void aNewerReleaseIsStartedThroughTheLauncher() throws IOException {
        Path launcher = Files.createFile(folder.resolve("faultline"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));

        assertThat(Successor.command(OWN, launcher.toString()))
                .containsExactly(launcher.toString(), "run", "-c", "e", "--take-over");
    }

    @Test
    void withoutOneThisProcessIsRepeated() {
        assertThat(Successor.command(OWN, null))
                .startsWith("java", "-Xmx128m")
                .endsWith("--take-over");
        assertThat(Successor.command(OWN, folder.resolve("gone").toString())).startsWith("java");
    }

    @Test
    void aSuccessorsSuccessorTakesOverOnce() {
        List<String> second = Successor.command(OWN, null);

        assertThat(Successor.command(second, null)).isEqualTo(second);
    }
}
