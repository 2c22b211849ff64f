package io.faultline.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import io.faultline.testkit.text.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be: each is told with what to do, and what serves goes on serving. */
@EnabledOnOs(OS.LINUX)
class BadInputsIT {

    private static final int MORE_THAN_THE_QUEUE = 60;

    @TempDir Path folder;

    @Test
    void aFullDiskCostsRecordsAndNoRequestAndIsOverWhenThereIsRoom() throws Exception {
        Path log = Files.createSymbolicLink(folder.resolve("access.log"), Path.of("/dev/full"));
        String config =
                answering(200)
                        + "accessLog: { file: "
                        + log
                        + ", queue: 16 }\nadmin: { bind: 127.0.0.1:0 }\n";
        try (var running = Launched.run(folder, config)) {
            ask(running, MORE_THAN_THE_QUEUE);
            assertThat(running.awaitLine("access log: cannot write to"))
                    .contains("No space left on device", "Sessions go on", "df -h");
            assertThat(dropped(running)).isPositive();

            Path room = Files.createFile(folder.resolve("room"));
            Files.move(room, log, StandardCopyOption.REPLACE_EXISTING);

            running.awaitLine("access log: writing to " + log + " again after");
            ask(running, 1);
            Eventually.until(
                    "the log to say what it has and what is missing",
                    () -> text(log).contains("\"event\":\"dropped\""));
            assertThat(text(log)).contains("\"status\":200");
        }
    }

    @Test
    void aRotatedLogIsLeftForANewOneWithOrWithoutASignal() throws Exception {
        Path log = folder.resolve("access.log");
        try (var running =
                Launched.run(folder, answering(200) + "accessLog: { file: " + log + " }\n")) {
            ask(running, 1);
            Eventually.until("a record", () -> !text(log).isEmpty());
            Path rotated = folder.resolve("access.log.1");
            Files.move(log, rotated);
            long size = Files.size(rotated);

            ask(running, 1);
            Eventually.until("a new file", () -> !text(log).isEmpty());
            assertThat(Files.size(rotated)).isEqualTo(size);

            hangUp(running);
            running.awaitLine("SIGHUP: generation 2 is in force");
            ask(running, 1);
            Eventually.until("two records", () -> text(log).lines().count() == 2);
        }
    }

    @Test
    void aFileThatIsHalfWrittenChangesNothing() throws Exception {
        Path file = folder.resolve("edge.yaml");
        try (var running = Launched.run(folder, answering(200))) {
            assertThat(ask(running, 1)).contains(" 200 ");
            String half = answering(500);
            Files.writeString(file, half.substring(0, half.length() - 6));
            hangUp(running);

            running.awaitLine(file + " cannot be used:");
            running.awaitLine("generation 1 stays in force");
            assertThat(ask(running, 1)).contains(" 200 ");

            Files.writeString(file, half);
            hangUp(running);
            running.awaitLine("generation 2 is in force");
            assertThat(ask(running, 1)).contains(" 500 ");
        }
    }

    @Test
    void aCertificateThatIsGoneStaysInServiceAndIsMissedAtAReloadAndAtAStart() throws Exception {
        Instant now = Instant.now();
        var authority = SelfMadeAuthority.create("bad inputs", now);
        var issued = authority.issue(CertificateSpec.server(now, "localhost"));
        Path cert = Files.writeString(folder.resolve("site.pem"), issued.certificatePem());
        Path key = Files.writeString(folder.resolve("site.key"), issued.keyPem());
        String config =
                answering(200)
                        .replace(
                                "http:",
                                "tls: { certificates: [{ cert: site.pem, key: site.key }] }, http:");
        try (var running = Launched.run(folder, config)) {
            int port = Launched.portOf(running, "web");
            assertThat(handshake(port)).contains("CN=localhost");

            Files.delete(cert);
            Files.delete(key);
            assertThat(running.awaitLine("certificate")).contains("site.pem");
            hangUp(running);
            running.awaitLine(cert + " does not exist");
            running.awaitLine("generation 1 stays in force");
            assertThat(handshake(port)).contains("CN=localhost");
        }
        try (var refused = Launched.run(folder, config)) {
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.CONFIG_INVALID);
            refused.awaitLine(cert + " does not exist");
        }
    }

    @Test
    void anEmptyDirectoryInPlaceOfTheFileIsToldWhatItProbablyIs() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("faultline.yaml"));
        try (var refused = Launched.faultline("run", "-c", directory.toString())) {
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.CONFIG_INVALID);
            refused.awaitLine("holds no configuration. Of a directory all files *.yaml");
        }
    }

    @Test
    void aFileThatMayNotBeReadIsToldWithWhoAsked() throws Exception {
        Path file = Files.writeString(folder.resolve("edge.yaml"), answering(200));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        // Root reads everything, unless it is told not to.
        String powers = "--bounding-set=-dac_override,-dac_read_search";
        boolean root = "root".equals(System.getProperty("user.name"));
        var probe = HostCommand.attempt("setpriv", powers, "cat", file.toString());
        assumeTrue(!root || probe.output().contains("Permission denied"), "needs setpriv for root");
        try (var refused =
                root
                        ? Launched.through(List.of("setpriv", powers), "check", file.toString())
                        : Launched.faultline("check", file.toString())) {
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.CONFIG_INVALID);
            refused.awaitLine(file + "  may not be read by user ");
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answering(int status) {
        return """
               listeners:
                 - { name: web, bind: 127.0.0.1:0, http: { routes: [{ respond: { status: STATUS } }] } }
               """
                .replace("STATUS", String.valueOf(status));
    }

    /** The last status line. */
    private static String ask(ChildProcess running, int times) {
        String status = "";
        try (var client = RawClient.connect(Launched.portOf(running, "web"))) {
            for (int i = 0; i < times; i++) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                status = client.readLine();
                String line = status;
                while (!line.isBlank()) {
                    line = client.readLine();
                }
            }
        }
        return status;
    }

    private static double dropped(ChildProcess running) throws IOException {
        var page = URI.create("http://127.0.0.1:" + Launched.portOf(running, "admin") + "/metrics");
        try (var in = page.toURL().openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return PrometheusText.parse(text).value("faultline_access_log_dropped_total");
        }
    }

    private static String handshake(int port) {
        return HostCommand.attempt(
                        "sh",
                        "-c",
                        "openssl s_client -connect 127.0.0.1:" + port + " </dev/null 2>&1")
                .output()
                .replace("CN = ", "CN=");
    }

    private static void hangUp(ChildProcess running) {
        Launched.portOf(running, "web"); // heeded from then on
        HostCommand.run("kill", "-HUP", String.valueOf(running.pid()));
    }
}
