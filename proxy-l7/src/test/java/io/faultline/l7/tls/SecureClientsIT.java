package io.faultline.l7.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.fault.TlsFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.process.HostCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's clients over TLS, where they are installed. */
@ExtendWith(LeakGuard.class)
class SecureClientsIT {

    private final TestCertificates files;

    SecureClientsIT(@TempDir Path folder) {
        files = new TestCertificates(folder);
    }

    private static void needs(String program, String version) {
        assumeTrue(
                HostCommand.attempt(program, version).succeeded(), program + " is not installed");
    }

    private HostCommand.Outcome curl(HttpBench bench, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-sS",
                                "--http1.1",
                                "--cacert",
                                files.path("ca.pem"),
                                "-w",
                                "\n%{http_code} %{http_version} %{num_connects}"));
        command.addAll(List.of(more));
        command.add("https://localhost:" + bench.port() + "/a");
        return HostCommand.attempt(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void curlGetsItsAnswer(String version) {
        needs("curl", "--version");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            assertThat(curl(bench, "--tlsv" + version, "--tls-max", version).output())
                    .isEqualToIgnoringNewLines("hello\n200 1.1 1");
        }
    }

    @Test
    void curlShowsWhoItIs() {
        needs("curl", "--version");
        files.client("batch", "batch.test");
        String config =
                files.config(
                        "clientCertificates: required, clientCa: \"" + files.path("ca.pem") + "\"",
                        "forwarded: { clientCertificate: true }",
                        "%s");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(config.formatted(origin.hostPort()))) {
            String[] shown = {"--cert", files.path("batch.pem"), "--key", files.path("batch.key")};
            assertThat(curl(bench, shown).output()).startsWith("hello");
            assertThat(origin.requests().getFirst()).contains("Subject=\"CN=batch\"");

            assertThat(curl(bench).succeeded()).isFalse();
            assertThat(bench.awaitFault(TlsFault.CLIENT_CERT_REQUIRED).fault().side().label())
                    .isEqualTo("client");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslIsResumedAndHearsACleanEnd(String version) throws Exception {
        needs("openssl", "version");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            String session = files.path("session.pem");
            String first = openssl(bench, version, "-sess_out", session);
            assertThat(first).contains("New, TLSv1.", "HTTP/1.1 200 OK", "ALPN protocol: http/1.1");
            assertThat(first).contains("closed").doesNotContain("unexpected eof");
            assertThat(openssl(bench, version, "-sess_in", session))
                    .contains("Reused, TLSv1.", "HTTP/1.1 200 OK");
        }
    }

    private String openssl(HttpBench bench, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + bench.port(),
                                "-servername",
                                "localhost",
                                "-alpn",
                                "spdy/3,http/1.1",
                                "-CAfile",
                                files.path("ca.pem"),
                                "-ign_eof"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(
                    "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            input.flush();
            return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        } finally {
            process.destroy();
        }
    }
}
