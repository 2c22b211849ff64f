package io.faultline.l4.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.fault.TlsFault;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come back, certificates that are exchanged, and what of the old ones still counts. */
class TlsReturnsIT extends TlsListener {

    TlsReturnsIT(@TempDir Path folder) {
        super(folder);
    }

    @Test
    void certificatesAreExchangedByTurningALinkAndBadOnesAreNotTaken() throws Exception {
        Path live = files.path.resolve("live");
        for (String each : new String[] {"v1", "v2", "v3"}) {
            Files.createDirectory(files.path.resolve(each));
        }
        files.server("v1/tls", "old.test");
        files.server("v2/tls", "new.test");
        files.write("v3/tls.pem", "no certificate\n");
        files.write("v3/tls.key", "no key\n");
        Files.createSymbolicLink(live, Path.of("v1"));
        try (origin;
                var bench = bench("certificates: [" + files.yaml("live/tls") + "]");
                var before = connect(bench, files.trusting(), "x.test")) {
            assertThat(shownTo(before)).isEqualTo("CN=old.test");

            turn(live, "v2");
            Eventually.until(
                    "the new certificate", () -> shown(bench, "x.test").equals("CN=new.test"));
            assertThat(exchange(before, "still here")).isEqualTo("still here");

            turn(live, "v3");
            Eventually.until(
                    "the operator hears of it",
                    () -> bench.said.stream().anyMatch(text -> text.contains("the old ones stay")));
            assertThat(shown(bench, "x.test")).isEqualTo("CN=new.test");
        }
    }

    private static void turn(Path link, String target) throws IOException {
        Path fresh = link.resolveSibling("fresh");
        Files.createSymbolicLink(fresh, Path.of(target));
        Files.move(
                fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aTicketOutlivesTheCertificateItWasGivenWith() throws Exception {
        assumeTrue(
                HostCommand.attempt("openssl", "version").succeeded(), "openssl is not installed");
        files.server("shop", "shop.test");
        Path session = files.path.resolve("session.pem");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]")) {
            assertThat(openssl(bench, "-tls1_3", "-sess_out", session.toString()))
                    .contains("New, TLSv1.3");
            files.server("shop", "shop.test", "more.test");
            Eventually.until(
                    "the new certificate",
                    () -> bench.said.stream().anyMatch(text -> text.contains("more.test")));
            assertThat(openssl(bench, "-tls1_3", "-sess_in", session.toString()))
                    .contains("Reused, TLSv1.3");
        }
    }

    /** RFC 6066 3: a session of one name is not resumed under another. */
    @Test
    void aTicketIsNoGoodUnderTheNameOfAnotherCertificate() throws Exception {
        assumeTrue(
                HostCommand.attempt("openssl", "version").succeeded(), "openssl is not installed");
        files.server("shop", "shop.test");
        files.server("other", "other.test");
        String session = files.path.resolve("session.pem").toString();
        try (origin;
                var bench =
                        bench(
                                "certificates: [%s, %s]"
                                        .formatted(files.yaml("shop"), files.yaml("other")))) {
            openssl(bench, "-tls1_3", "-sess_out", session);
            assertThat(openssl(bench, "-tls1_3", "-sess_in", session, "-servername", "other.test"))
                    .contains("New, TLSv1.3", "CN = other.test");
            assertThat(openssl(bench, "-tls1_3", "-sess_in", session)).contains("Reused, TLSv1.3");
        }
    }

    @Test
    void aClientWhoseAuthorityIsGoneDoesNotComeBackWithATicket() throws Exception {
        assumeTrue(
                HostCommand.attempt("openssl", "version").succeeded(), "openssl is not installed");
        files.server("shop", "shop.test");
        files.client("batch", "batch.test");
        files.write("clients.pem", files.authority.self().certificatePem());
        String[] identity = {
            "-cert", files.path + "/batch.pem", "-key", files.path + "/batch.key", "-tls1_2"
        };
        Path session = files.path.resolve("session.pem");
        String tls =
                "certificates: [%s], clientCertificates: required, clientCa: %s/clients.pem"
                        .formatted(files.yaml("shop"), files.path);
        try (origin;
                var bench = bench(tls)) {
            openssl(bench, with(identity, "-sess_out", session.toString()));
            assertThat(openssl(bench, with(identity, "-sess_in", session.toString())))
                    .contains("Reused, TLSv1.2");
            var others = new CertificateFolder(Files.createDirectory(files.path.resolve("others")));
            files.write("clients.pem", others.authority.self().certificatePem());
            Eventually.until("the new authority", () -> !bench.said.isEmpty());
            openssl(bench, with(identity, "-sess_in", session.toString()));
            assertThat(bench.evidenceOf(TlsFault.CLIENT_CERT_REJECTED))
                    .contains("subject=CN=batch", "no path from its issuer");
        }
    }

    private static String[] with(String[] before, String... more) {
        return java.util.stream.Stream.concat(
                        java.util.Arrays.stream(before), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void nobodyRenegotiates() throws Exception {
        assumeTrue(
                HostCommand.attempt("openssl", "version").succeeded(), "openssl is not installed");
        files.server("shop", "shop.test");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]")) {
            Process client =
                    new ProcessBuilder(
                                    "openssl",
                                    "s_client",
                                    "-tls1_2",
                                    "-connect",
                                    "127.0.0.1:" + bench.port())
                            .redirectErrorStream(true)
                            .start();
            try (var input = client.getOutputStream()) {
                Eventually.until("a session", () -> origin.accepted() == 1);
                input.write("R\n".getBytes(ISO_8859_1)); // s_client's word for it
                input.flush();
                assertThat(bench.evidenceOf(TlsFault.PROTOCOL_ERROR))
                        .contains("rule=NO_RENEGOTIATION", "when=after the handshake");
                bench.awaitNoSessions();
            } finally {
                client.destroy();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslComesBackWithItsTicket(String version) throws Exception {
        assumeTrue(
                HostCommand.attempt("openssl", "version").succeeded(), "openssl is not installed");
        files.server("shop", "shop.test");
        Path session = files.path.resolve("session.pem");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]")) {
            String first = openssl(bench, version, "-sess_out", session.toString());
            assertThat(first).contains("Verify return code: 0 (ok)").contains("New, TLSv1.");
            String second = openssl(bench, version, "-sess_in", session.toString());
            assertThat(second).contains("Reused, TLSv1.");
        }
    }

    private String openssl(L4Bench bench, String... more) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + bench.port(),
                                "-servername",
                                "shop.test",
                                "-CAfile",
                                files.path + "/ca.pem"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write("hello\n".getBytes(ISO_8859_1));
            input.flush();
            var said = new StringBuilder();
            // The echo comes behind the tickets of TLS 1.3.
            for (int next;
                    said.indexOf("\nhello") < 0
                            && (next = process.getInputStream().read()) >= 0; ) {
                said.append((char) next);
            }
            input.close();
            return said.append(new String(process.getInputStream().readAllBytes(), ISO_8859_1))
                    .toString();
        } finally {
            process.destroy();
        }
    }
}
