package io.faultline.l4.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.TlsBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the clients, ended at a tcp listener. */
class TlsTerminationIT extends TlsListener {

    TlsTerminationIT(@TempDir Path folder) {
        super(folder);
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
}
