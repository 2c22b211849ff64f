package io.faultline.app.cli.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.Main;
import io.faultline.app.admin.bench.AdminBench;
import io.faultline.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code faultline top} in a terminal of its own, which script(1) makes. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class TopIT {

    private static final String ENTER = "\u001B[?1049h";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";

    @TempDir Path dir;
    private AdminBench bench;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        bench =
                new AdminBench(
                        """
                        listeners:
                          - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                        upstreams:
                          pg: { endpoints: [127.0.0.1:1] }
                        shutdown: { deadline: 0s }
                        workers: 1
                        """);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void itShowsTheLayersUntilAKeyEndsItAndGivesTheTerminalBack() throws Exception {
        Process process = inATerminal("--interval 0.2");
        try (ChildProcess child = ChildProcess.of(process, "top")) {
            child.awaitLine(ENTER);
            child.awaitLine("UPSTREAM");
            press(process, "x"); // any other key only looks
            press(process, "q");

            assertThat(child.awaitExit()).isZero();
            assertThat(String.join("\n", child.lines()))
                    .contains("L7 ", "L1 ", "db ", "pg ", LEAVE)
                    .endsWith("exit=0");
        }
        assertThat(dir.resolve("after")).hasSameTextualContentAs(dir.resolve("before"));
    }

    @Test
    void aSignalGivesTheTerminalBackAsWell() throws Exception {
        Process process = inATerminal("--interval 60");
        try (ChildProcess child = ChildProcess.of(process, "top")) {
            child.awaitLine("UPSTREAM");
            press(process, "\u0003"); // Ctrl-C, which the terminal makes a SIGINT of

            child.awaitExit();
            assertThat(String.join("\n", child.lines())).contains(LEAVE).endsWith("exit=130");
        }
        assertThat(dir.resolve("after")).hasSameTextualContentAs(dir.resolve("before"));
    }

    @Test
    void onceIsPlainLinesOfEightyByTwentyFourEvenInATerminal() throws Exception {
        Process process = inATerminal("--once --interval 0.2");
        try (ChildProcess child = ChildProcess.of(process, "top")) {
            assertThat(child.awaitExit()).isZero();
            assertThat(child.lines())
                    .noneMatch(line -> line.contains(ENTER))
                    .anyMatch(line -> line.startsWith("L4 "))
                    .hasSizeLessThanOrEqualTo(25);
        }
    }

    /** NO_COLOR keeps lines as they are to compare. */
    private Process inATerminal(String options) throws IOException {
        Path script = dir.resolve("top.sh");
        Files.writeString(
                script,
                """
                trap : INT
                stty cols 80 rows 24
                stty -g > %1$s/before
                "%2$s" -Xmx128m -XX:TieredStopAtLevel=1 %3$s top --admin %4$s %5$s
                code=$?
                stty -g > %1$s/after
                echo "exit=$code"
                """
                        .formatted(
                                dir,
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                Main.class.getName(),
                                bench.adminAddress(),
                                options));
        // A build in the background of a shell ignores SIGINT, and so does all that it starts.
        var builder =
                new ProcessBuilder(
                                "env",
                                "--default-signal=INT",
                                "script",
                                "-qfec",
                                "sh " + script,
                                "/dev/null")
                        .redirectErrorStream(true);
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("TERM", "xterm");
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private static void press(Process process, String key) throws IOException {
        OutputStream keys = process.getOutputStream();
        keys.write(key.getBytes(StandardCharsets.US_ASCII));
        keys.flush();
    }
}
