package io.faultline.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code bin/faultline} of the distribution this build made, as a user's shell would. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final Path DIST = Path.of("target/dist").toAbsolutePath();
    private static final String THIS_JDK = System.getProperty("java.home");

    @TempDir Path folder;
    private Path home;

    /** The distribution, in a folder whose name has spaces. */
    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectories(folder.resolve("a folder with spaces"));
        Files.createDirectories(home.resolve("bin"));
        Files.copy(DIST.resolve("bin/faultline"), home.resolve("bin/faultline"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        for (Path jar : jars()) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    @Test
    void runsFromAFolderWithSpacesThroughASymlinkFromAnywhere() throws Exception {
        Path link =
                Files.createSymbolicLink(
                        folder.resolve("faultline"), home.resolve("bin/faultline"));

        Ran ran = run(Map.of("FAULTLINE_JAVA_HOME", THIS_JDK), link.toString(), "version");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("faultline ").contains(" at " + THIS_JDK);
        assertThat(ran.code()).isZero();
    }

    @Test
    void theExitCodeOfTheProgramIsTheExitCodeOfTheLauncher() throws Exception {
        Ran ran = run(Map.of("FAULTLINE_JAVA_HOME", THIS_JDK), launcher(), "no-such-command");

        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void measuringIsAMatterOfTheSourceCheckout() throws Exception {
        Ran ran = run(Map.of("FAULTLINE_JAVA_HOME", THIS_JDK), launcher(), "bench", "compare");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("run it in a source checkout", "--faultline COMMAND");
    }

    @Test
    void optionsOfTheUserReachTheJvmLast() throws Exception {
        var environment =
                Map.of(
                        "JAVA_HOME",
                        jdk("mine", "JAVA_VERSION=\"25\"").toString(),
                        "FAULTLINE_OPTS",
                        "-Xmx128m -Xss1m");

        Ran ran = run(environment, launcher(), "version");

        assertThat(ran.out()).containsSubsequence("-Xss256k", "-Xmx128m -Xss1m -cp");
    }

    @Test
    void anOldJdkNamedOnPurposeIsRefusedInASentence() throws Exception {
        Path old = jdk("old", "JAVA_VERSION=\"21.0.2\"");

        Ran ran = run(Map.of("FAULTLINE_JAVA_HOME", old.toString()), launcher(), "version");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        "faultline: FAULTLINE_JAVA_HOME is %s, a JDK 21. Faultline needs JDK 25 or newer.\n",
                        old);
    }

    @Test
    void aFolderThatIsNoJdkIsCalledThat() throws Exception {
        Ran ran = run(Map.of("FAULTLINE_JAVA_HOME", folder.toString()), launcher(), "version");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no JDK: bin/java or the release file is missing");
    }

    @Test
    void theBundledJreComesBeforeJavaHome() throws Exception {
        Path bundled = Files.createDirectories(home.resolve("jre"));
        fill(bundled, "JAVA_VERSION=\"25.0.1\"");
        Path other = jdk("other", "JAVA_VERSION=\"26\"");

        Ran ran = run(Map.of("JAVA_HOME", other.toString()), launcher(), "version");

        assertThat(ran.out()).startsWith(bundled.toRealPath() + "/bin/java ");
    }

    @Test
    void theCacheAndTheNativesBesideUsAreForTheBundledJreOnly() throws Exception {
        Path bundled = Files.createDirectories(home.resolve("jre"));
        fill(bundled, "JAVA_VERSION=\"25.0.1\"");
        Files.createFile(home.resolve("lib/faultline.aot"));
        Files.createDirectories(home.resolve("lib/native"));
        Path other = jdk("other", "JAVA_VERSION=\"25\"");

        Ran ours = run(Map.of(), launcher(), "version");
        Ran theirs = run(Map.of("FAULTLINE_JAVA_HOME", other.toString()), launcher(), "version");

        Path lib = home.toRealPath().resolve("lib");
        assertThat(ours.out())
                .contains(" -XX:AOTCache=" + lib + "/faultline.aot ")
                .contains(" -Djava.library.path=" + lib + "/native ");
        assertThat(theirs.out())
                .doesNotContain("AOTCache")
                .contains(" -Djava.library.path=" + lib + "/native ");
    }

    @Test
    void theHeapAndTheBuffersFollowTheLimitOfTheControlGroup() throws Exception {
        Path mine = jdk("mine", "JAVA_VERSION=\"25\"");
        try (var group = MemoryGroup.limitedTo(256)) {
            Ran ran =
                    run(Map.of("JAVA_HOME", mine.toString()), group.running(launcher(), "version"));

            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).contains(" -Xms32m -Xmx76m ", " -XX:MaxDirectMemorySize=64m ");
        }
    }

    @Test
    void withoutALimitTheJvmChoosesItsHeapItself() throws Exception {
        Path mine = jdk("mine", "JAVA_VERSION=\"25\"");

        Ran ran = run(Map.of("JAVA_HOME", mine.toString()), launcher(), "version");

        // A machine of CI may be a container with a limit of its own.
        assertThat(ran.out()).containsPattern(" -Xms\\d+m (-Xmx\\d+m )?-Xss256k ");
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Path old = jdk("old", "JAVA_VERSION=\"17.0.15\"");

        Ran ran = run(Map.of("JAVA_HOME", old.toString()), launcher(), "version");

        assertThat(ran.out()).doesNotContain(old.toString());
    }

    @Test
    void aNewEnoughJavaHomeIsTaken() throws Exception {
        Path mine = jdk("mine", "JAVA_VERSION=\"26-ea\"");

        Ran ran = run(Map.of("JAVA_HOME", mine.toString()), launcher(), "run", "-c", "a b.yaml");

        assertThat(ran.out())
                .startsWith(mine + "/bin/java ")
                .endsWith("io.faultline.app.Main [run] [-c] [a b.yaml]\n");
    }

    @Test
    void anIncompleteCopySaysSo() throws Exception {
        Files.move(home.resolve("lib"), home.resolve("elsewhere"));

        Ran ran = run(Map.of(), launcher(), "version");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("lib is missing: this copy is incomplete");
    }

    @Test
    void theClassPathHoldsWhatIsNeededAndNothingElse() throws IOException {
        List<String> names = jars().stream().map(jar -> jar.getFileName().toString()).toList();

        assertThat(names)
                .anyMatch(jar -> jar.endsWith("linux-x86_64.jar"))
                .anyMatch(jar -> jar.endsWith("linux-aarch_64.jar"))
                .noneMatch(jar -> jar.matches("netty-.*(mqtt|redis|quic|io_uring|windows).*"))
                .noneMatch(jar -> jar.matches("(junit|assertj|proxy-testkit).*"));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> lib = Files.list(DIST.resolve("lib"))) {
            return lib.sorted().toList();
        }
    }

    private String launcher() {
        return home.resolve("bin/faultline").toString();
    }

    /** A JDK whose java only says how it was called. */
    private Path jdk(String name, String release) throws IOException {
        return fill(Files.createDirectories(folder.resolve(name)), release);
    }

    private static Path fill(Path jdk, String release) throws IOException {
        Files.writeString(jdk.resolve("release"), release + "\nOS_ARCH=\"x86_64\"\n");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(
                java,
                """
                #!/bin/sh
                printf '%s' "$0"
                while [ "$1" != io.faultline.app.Main ]; do printf ' %s' "$1"; shift; done
                printf ' %s' "$1"; shift
                for word in "$@"; do printf ' [%s]' "$word"; done
                echo
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return jdk;
    }

    private Ran run(Map<String, String> environment, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        List.of("FAULTLINE_JAVA_HOME", "FAULTLINE_OPTS", "JAVA_HOME")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the launcher ended").isTrue();
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Ran(int code, String out, String err) {}
}
