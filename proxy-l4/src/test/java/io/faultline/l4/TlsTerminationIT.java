package io.faultline.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.HostCommand;
import io.faultline.testkit.tls.TlsBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the clients, ended at a tcp listener. */
@ExtendWith(LeakGuard.class)
class TlsTerminationIT {

    private final ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.echo());
    private final CertificateFolder files;

    TlsTerminationIT(@TempDir Path folder) {
        files = new CertificateFolder(folder);
    }

    private L4Bench bench(String tls) {
        return L4Bench.start(
                L4Bench.config(
                        "tls: { " + tls + " }",
                        "",
                        "endpoints: [127.0.0.1:" + origin.port() + "]"));
    }

    private static SSLSocket connect(L4Bench bench, SSLContext context, String... names)
            throws IOException {
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), bench.port());
        socket.setSoTimeout(10_000);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(
                List.of(names).stream()
                        .map(name -> (javax.net.ssl.SNIServerName) new SNIHostName(name))
                        .toList());
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String exchange(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readNBytes(text.length()), ISO_8859_1);
    }

    private static String shownTo(SSLSocket socket) throws IOException {
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientSpeaksTlsAndTheEndpointHearsPlainBytes(String version) throws Exception {
        files.server("shop", "shop.test");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]");
                var socket = connect(bench, files.trusting(), "shop.test")) {
            socket.setEnabledProtocols(new String[] {version});
            assertThat(exchange(socket, "hello")).isEqualTo("hello");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            socket.close();
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void theKeyIsAgreedOnOneOfTheCurvesOfTheConfiguration() throws Exception {
        files.server("shop", "shop.test");
        String tls = "certificates: [%s], curves: [p-384]".formatted(files.yaml("shop"));
        try (origin;
                var bench = bench(tls);
                var can = connect(bench, files.trusting(), "shop.test");
                var cannot = connect(bench, files.trusting(), "shop.test")) {
            offer(can, "x25519", "secp384r1");
            assertThat(exchange(can, "hello")).isEqualTo("hello");

            offer(cannot, "x25519");
            assertThatThrownBy(cannot::startHandshake).isInstanceOf(SSLException.class);
            assertThat(bench.evidenceOf(TlsFault.NO_COMMON_CIPHER))
                    .contains("reason=NO_SHARED_GROUP", "curves P-384");
        }
    }

    private static void offer(SSLSocket socket, String... groups) {
        var parameters = socket.getSSLParameters();
        parameters.setNamedGroups(groups);
        socket.setSSLParameters(parameters);
    }

    @Test
    void theNameChoosesTheCertificate() throws Exception {
        files.server("one", "one.test");
        files.server("many", "*.many.test");
        try (origin;
                var bench =
                        bench(
                                "certificates: [%s, %s]"
                                        .formatted(files.yaml("one"), files.yaml("many")))) {
            assertThat(shown(bench, "one.test")).isEqualTo("CN=one.test");
            assertThat(shown(bench, "ONE.test")).isEqualTo("CN=one.test");
            assertThat(shown(bench, "a.many.test")).isEqualTo("CN=*.many.test");
            assertThat(shown(bench, "a.b.many.test"))
                    .as("a star is one label")
                    .isEqualTo("CN=one.test");
            assertThat(shown(bench, "other.test")).as("the default").isEqualTo("CN=one.test");
            assertThat(shown(bench)).as("no name").isEqualTo("CN=one.test");
        }
    }

    private String shown(L4Bench bench, String... names) {
        try (var socket = connect(bench, files.trusting(), names)) {
            return shownTo(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameWeDoNotServeCanBeRefusedWithItsAlert() throws Exception {
        files.server("shop", "shop.test");
        try (origin;
                var bench =
                        bench(
                                "certificates: [%s], unknownName: refuse"
                                        .formatted(files.yaml("shop")));
                var socket = connect(bench, files.trusting(), "other.test")) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
            assertThat(bench.evidenceOf(TlsFault.UNKNOWN_NAME))
                    .contains("asked=other.test", "known=shop.test");
        }
    }

    @Test
    void plainTextOnATlsPortIsNamed() {
        files.server("shop", "shop.test");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]");
                var client = bench.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            client.expectReset();
            assertThat(bench.evidenceOf(TlsFault.NOT_TLS)).contains("looksLike=HTTP");
        }
    }

    @Test
    void aClientThatSaysNothingIsCutAtTheDeadline() {
        files.server("shop", "shop.test");
        try (origin;
                var bench =
                        bench(
                                "certificates: [%s], handshakeTimeout: 50ms"
                                        .formatted(files.yaml("shop")));
                var client = bench.connect()) {
            client.expectReset();
            assertThat(bench.evidenceOf(TlsFault.HANDSHAKE_TIMEOUT))
                    .contains("tls.handshakeTimeout=50ms (test.yaml:");
        }
    }

    @Test
    void handshakesBeyondTheCapAreRefused() {
        files.server("shop", "shop.test");
        try (origin;
                var bench =
                        bench(
                                "certificates: [%s], maxHandshakes: 1"
                                        .formatted(files.yaml("shop")));
                var first = bench.connect()) {
            Eventually.until("the first", () -> bench.server.openSessions() == 1);
            try (var second = bench.connect()) {
                second.expectReset();
            }
            assertThat(bench.evidenceOf(SessionFault.CONNECTION_LIMIT))
                    .contains("cap=tls.maxHandshakes", "limit=1");
            first.reset();
            bench.awaitFault(TransportFault.RESET);
        }
    }

    @Test
    void aClientWithoutACommonVersionIsToldSo() throws Exception {
        files.server("shop", "shop.test");
        try (origin;
                var bench =
                        bench("certificates: [%s], minVersion: 1.3".formatted(files.yaml("shop")));
                var socket = connect(bench, files.trusting(), "shop.test")) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("protocol_version");
            assertThat(bench.evidenceOf(TlsFault.NO_COMMON_PROTOCOL))
                    .contains("offeredVersions=", "ours=TLSv1.3 to TLSv1.3");
        }
    }

    @Test
    void aClientWithoutACommonCipherIsToldSo() throws Exception {
        files.server("shop", "shop.test");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]");
                var socket = connect(bench, files.trusting(), "shop.test")) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
            assertThat(bench.evidenceOf(TlsFault.NO_COMMON_CIPHER)).contains("c023");
        }
    }

    @Test
    void aClientThatDistrustsUsSaysSoInItsAlert() throws Exception {
        files.server("shop", "shop.test");
        try (origin;
                var bench = bench("certificates: [" + files.yaml("shop") + "]");
                var socket = connect(bench, SSLContext.getDefault(), "shop.test")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            assertThat(bench.evidenceOf(TlsFault.ALERT_RECEIVED))
                    .contains("name=certificate_unknown");
        }
    }

    // ---- clients that must show who they are

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientMustShowACertificateOfAnAuthorityWeTrust(String version) throws Exception {
        files.server("shop", "shop.test");
        var good = files.client("batch", "batch.test");
        var stranger = new CertificateFolder(Files.createTempDirectory(files.path, "other"));
        var bad = stranger.client("batch", "batch.test");
        String tls =
                "certificates: [%s], clientCertificates: required, clientCa: %s/ca.pem"
                        .formatted(files.yaml("shop"), files.path);
        try (origin;
                var bench = bench(tls)) {
            try (var socket = connect(bench, files.showing(good), "shop.test")) {
                socket.setEnabledProtocols(new String[] {version});
                assertThat(exchange(socket, "hello")).isEqualTo("hello");
            }
            try (var socket = connect(bench, files.trusting(), "shop.test")) {
                socket.setEnabledProtocols(new String[] {version});
                assertThatThrownBy(() -> exchange(socket, "hello")).isInstanceOf(IOException.class);
                bench.awaitFault(TlsFault.CLIENT_CERT_REQUIRED);
            }
            // It trusts our certificate and shows one that we have no reason to trust.
            var context =
                    io.faultline.testkit.tls.JdkTls.identified(
                            files.authority.self().certificate(), bad.key(), bad.certificate());
            try (var socket = connect(bench, context, "shop.test")) {
                socket.setEnabledProtocols(new String[] {version});
                assertThatThrownBy(() -> exchange(socket, "hello")).isInstanceOf(IOException.class);
            }
            assertThat(bench.evidenceOf(TlsFault.CLIENT_CERT_REJECTED))
                    .contains("subject=CN=batch", "no path from its issuer");
        }
    }

    @Test
    void aClientsNamesCanBeHeldToARule() throws Exception {
        files.server("shop", "shop.test");
        var batch = files.client("batch", "batch.test");
        var other = files.client("other", "other.test");
        String tls =
                "certificates: [%s], clientCertificates: required, clientCa: %s/ca.pem, clientNames: [batch.test]"
                        .formatted(files.yaml("shop"), files.path);
        try (origin;
                var bench = bench(tls)) {
            try (var socket = connect(bench, files.showing(batch), "shop.test")) {
                assertThat(exchange(socket, "hello")).isEqualTo("hello");
            }
            try (var socket = connect(bench, files.showing(other), "shop.test")) {
                assertThatThrownBy(() -> exchange(socket, "hello")).isInstanceOf(IOException.class);
            }
            assertThat(bench.evidenceOf(TlsFault.CLIENT_CERT_REJECTED))
                    .contains("subject=CN=other", "names=other.test", "clientNames [batch.test]");
        }
    }

    // ---- bytes

    @Test
    void aBulkArrivesWholeAndItsEndIsPassedOn() throws Exception {
        files.server("local", "localhost");
        byte[] payload = Payload.bytes(20_000_000, 11);
        try (var sink = ScriptedOrigin.start(Behaviour.checksum());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "tls: { certificates: [" + files.yaml("local") + "] }",
                                        "",
                                        "endpoints: [127.0.0.1:" + sink.port() + "]"));
                var bridge = new TlsBridge(files.trusting(), bench.port());
                var client = RawClient.connect(bridge.port())) {
            client.send(payload).halfClose();
            assertThat(client.readToFin())
                    .asString()
                    .isEqualTo(payload.length + " " + Payload.sha256(payload) + "\n");
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
            assertThat(bench.server.backlogBytes()).isZero();
        } finally {
            origin.close();
        }
    }

    // ---- rotation

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
    void theCapOfTheProcessHoldsOverAllListeners() {
        files.server("shop", "shop.test");
        String both =
                """
                workers: 2
                limits: { maxHandshakes: 1 }
                listeners:
                  - { name: one, bind: "127.0.0.1:0", tls: { certificates: [%1$s] }, tcp: { to: backend } }
                  - { name: two, bind: "127.0.0.1:0", tls: { certificates: [%1$s] }, tcp: { to: backend } }
                upstreams:
                  backend: { endpoints: [127.0.0.1:%2$d] }
                """
                        .formatted(files.yaml("shop"), origin.port());
        try (origin;
                var bench = L4Bench.start(both);
                var first = bench.connect()) {
            Eventually.until("the first", () -> bench.server.openSessions() == 1);
            int other = bench.server.listeners().getLast().boundAddress().port();
            try (var second = RawClient.connect(other)) {
                second.expectReset();
            }
            assertThat(bench.evidenceOf(SessionFault.CONNECTION_LIMIT))
                    .contains("cap=limits.maxHandshakes", "limit=1", "at=test.yaml:2");
            first.reset();
            bench.awaitFault(TransportFault.RESET);
            try (var third = RawClient.connect(other)) {
                Eventually.until("the third", () -> bench.server.openSessions() == 1);
            }
        }
    }

    // ---- other people's clients

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
