package io.faultline.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code faultline run} as a supervisor sees it: what it says, which signals it heeds, how it ends. */
class RunIT {

    private static final int SIGTERM = 15;

    @TempDir Path folder;
    private ScriptedOrigin origin;

    @BeforeEach
    void start() {
        origin = ScriptedOrigin.start(Behaviour.echo());
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void servesAndSaysWhere() {
        try (var running = Launched.run(folder, config("30s"));
                var client = RawClient.connect(Launched.portOf(running, "web"))) {
            assertThat(client.send("hello\n").readLine()).isEqualTo("hello");
            assertThat(running.awaitLine("faultline "))
                    .contains("edge.yaml", "worker", "pid " + running.pid());
        }
    }

    @Test
    void withoutSessionsSigtermEndsItWithSuccess() {
        try (var running = Launched.run(folder, config("30s"))) {
            Launched.portOf(running, "web");

            running.terminate();

            assertThat(running.awaitExit()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void afterSigtermNobodyNewGetsInAndSessionsFinish() {
        try (var running = Launched.run(folder, config("1h"))) {
            int port = Launched.portOf(running, "web");
            try (var client = RawClient.connect(port)) {
                assertThat(client.send("before\n").readLine()).isEqualTo("before");

                running.terminate();
                running.awaitLine("draining 1 session");
                awaitRefusal(port);

                assertThat(client.send("after\n").readLine()).isEqualTo("after");
                client.halfClose().expectFin();
            }
            assertThat(running.awaitExit()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void sessionsOpenAtTheDeadlineAreCutAndTheExitCodeSaysSo() {
        try (var running = Launched.run(folder, config("50ms"));
                var client = RawClient.connect(Launched.portOf(running, "web"))) {
            assertThat(client.send("hello\n").readLine()).isEqualTo("hello");

            running.terminate();

            assertThat(running.awaitExit()).isEqualTo(ExitCode.SESSIONS_CUT);
            assertThat(running.awaitLine("cut")).contains("1 session still open at the deadline");
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() {
        try (var running = Launched.run(folder, config("1h"));
                var client = RawClient.connect(Launched.portOf(running, "web"))) {
            assertThat(client.send("hello\n").readLine()).isEqualTo("hello");
            running.terminate();
            running.awaitLine("draining 1 session");

            running.terminate();

            assertThat(running.awaitExit()).isEqualTo(128 + SIGTERM);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTakenPortIsNamedWithWhoHoldsIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var running =
                        Launched.run(
                                folder,
                                config("1s").replace(":0,", ":" + taken.getLocalPort() + ","))) {
            assertThat(running.awaitExit()).isEqualTo(ExitCode.CANNOT_START);
            assertThat(running.lines())
                    .singleElement()
                    .asString()
                    .matches(
                            "faultline: listener 'web' \\(.*edge.yaml:2\\) cannot listen on"
                                    + " 127.0.0.1:\\d+: java \\(pid "
                                    + ProcessHandle.current().pid()
                                    + "\\) holds it .*");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTakenAdminPortIsNamedWithWhoHoldsIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var running =
                        Launched.run(
                                folder,
                                config("1s")
                                        + "admin: { bind: 127.0.0.1:"
                                        + taken.getLocalPort()
                                        + " }\n")) {
            assertThat(running.awaitExit()).isEqualTo(ExitCode.CANNOT_START);
            assertThat(running.lines())
                    .singleElement()
                    .asString()
                    .contains("faultline: admin (", "edge.yaml:6)", "java (pid ");
        }
    }

    @Test
    void aFileWithErrorsIsNotServed() {
        try (var running = Launched.run(folder, config("30s").replace("to: origin", "to: orgin"))) {
            assertThat(running.awaitExit()).isEqualTo(ExitCode.CONFIG_INVALID);
            assertThat(running.awaitLine("edge.yaml:2:")).contains("Did you mean 'origin'?");
            assertThat(running.awaitLine("faultline: ")).endsWith("has 1 error.");
        }
    }

    @Test
    void healthAsksTheAdminPort() {
        try (var running = Launched.run(folder, config("1s") + "admin: { bind: 127.0.0.1:0 }\n")) {
            String admin = "127.0.0.1:" + Launched.portOf(running, "admin");
            try (var health = Launched.faultline("health", "--admin", admin)) {
                assertThat(health.awaitExit()).isEqualTo(ExitCode.OK);
                health.awaitLine("alive");
            }
        }
    }

    @Test
    void healthOfNobodyIsAFailureInASentence() {
        try (var nobody = ReservedPort.any();
                var health =
                        Launched.faultline("health", "--admin", "127.0.0.1:" + nobody.port())) {
            assertThat(health.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(health.awaitLine("faultline: "))
                    .contains("nobody answers at", "Is it running");
        }
    }

    @Test
    void aDirectoryIsServedAndWatched() throws Exception {
        Path conf = Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(conf.resolve("00-all.yaml"), "watch: true\nwarmUp: 0s\n");
        Files.writeString(conf.resolve("10-web.yaml"), config("1s"));
        try (var running = Launched.faultline("run", "-c", conf.toString());
                var client = RawClient.connect(Launched.portOf(running, "web"))) {
            assertThat(client.send("hello\n").readLine()).isEqualTo("hello");

            Path added = conf.resolve("20-more.yaml");
            Files.writeString(
                    added, "listeners: [{ name: web, bind: 127.0.0.1:0, tcp: { to: origin } }]\n");
            running.awaitLine(added + ":1:"); // two of that name: nothing changes
            running.awaitLine("generation 1 stays in force");

            Files.writeString(
                    added, "listeners: [{ name: more, bind: 127.0.0.1:0, tcp: { to: origin } }]\n");
            running.awaitLine("the file has changed: generation 2 is in force");
            assertThat(client.send("still\n").readLine()).isEqualTo("still");
        }
    }

    @Test
    void aWarmUpIsSeenByNobody() throws Exception {
        Path log = folder.resolve("access.log");
        String config =
                config("1s")
                        + "admin: { bind: 127.0.0.1:0 }\naccessLog: { file: "
                        + log
                        + " }\nwarmUp: 500ms\n";
        try (var running = Launched.run(folder, config)) {
            int admin = Launched.portOf(running, "admin");

            var metrics = PrometheusText.parse(page(admin, "/metrics"));
            assertThat(metrics.samples("faultline_connections_total"))
                    .isNotEmpty()
                    .allMatch(sample -> sample.value() == 0);
            assertThat(metrics.samples("faultline_bytes_total"))
                    .allMatch(sample -> sample.value() == 0);
            assertThat(metrics.families().keySet()).doesNotContain("faultline_faults_total");
            assertThat(page(admin, "/faults/recent")).doesNotContain("CONNECT_REFUSED");
            assertThat(log).isEmptyFile();
            assertThat(running.lines()).noneMatch(line -> line.contains("warm"));
        }
    }

    private static String page(int port, String path) throws IOException {
        try (var in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Line 2 is the listener, line 4 the upstream. */
    private String config(String deadline) {
        return """
               listeners:
                 - { name: web, bind: 127.0.0.1:0, tcp: { to: origin } }
               upstreams:
                 origin: { endpoints: [ORIGIN] }
               shutdown: { deadline: DEADLINE }
               """
                .replace("ORIGIN", origin.hostPort())
                .replace("DEADLINE", deadline);
    }

    private static void awaitRefusal(int port) {
        Eventually.until(
                "the listener to be closed",
                () -> {
                    try {
                        RawClient.connect(port).close();
                        return false;
                    } catch (UncheckedIOException refused) {
                        return refused.getCause() instanceof ConnectException;
                    }
                });
    }
}
