package io.faultline.l4.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.cert.Pins;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.TlsBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS towards endpoints: the JDK's server plays them, right and wrong in every way. */
@ExtendWith(LeakGuard.class)
class TlsOriginationIT {

    private final CertificateFolder files;

    TlsOriginationIT(@TempDir Path folder) {
        files = new CertificateFolder(folder);
    }

    private EchoOverTls echo(CertificateSpec spec) throws IOException {
        return new EchoOverTls(files.showing(files.authority.issue(spec)), server -> {});
    }

    private static CertificateSpec forLoopback() {
        return CertificateSpec.server(Instant.now(), "127.0.0.1");
    }

    private L4Bench bench(int port, String tls) {
        return L4Bench.start(
                L4Bench.config(
                        "",
                        "",
                        "endpoints: [127.0.0.1:%d], tls: { ca: %s/ca.pem%s }"
                                .formatted(port, files.path, tls)));
    }

    private String expectFault(L4Bench bench, FaultCode code) {
        try (var client = bench.connect()) {
            client.expectReset();
            String evidence = bench.evidenceOf(code);
            bench.awaitNoSessions();
            return evidence;
        }
    }

    // ---- what works

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPlainClientReachesAnEndpointThatSpeaksTls(String version) throws Exception {
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())),
                                server -> server.setEnabledProtocols(new String[] {version}));
                var bench = bench(echo.port(), "");
                var client = bench.connect()) {
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
            client.halfClose();
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void tlsInFrontAndBehindAreTwoConversations() throws Exception {
        files.server("front", "localhost");
        try (var echo = echo(forLoopback());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "tls: { certificates: [" + files.yaml("front") + "] }",
                                        "",
                                        "endpoints: [127.0.0.1:%d], tls: { ca: %s/ca.pem }"
                                                .formatted(echo.port(), files.path)));
                var bridge = new TlsBridge(files.trusting(), bench.port());
                var client = io.faultline.testkit.net.RawClient.connect(bridge.port())) {
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
        }
    }

    @Test
    void anEndpointCanAskWhoWeAre() throws Exception {
        files.client("proxy");
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())),
                                server -> server.setNeedClientAuth(true));
                var bench = bench(echo.port(), ", clientCertificate: " + files.yaml("proxy"));
                var client = bench.connect()) {
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
        }
    }

    @Test
    void aPinnedKeyIsEnoughAndAnotherKeyIsNot() throws Exception {
        var issued = files.authority.issue(forLoopback());
        String own = Pins.of(issued.certificate());
        String other = Pins.of(files.authority.issue(forLoopback()).certificate());
        try (var echo = new EchoOverTls(files.showing(issued), server -> {})) {
            try (var bench = bench(echo.port(), ", pins: [\"" + own + "\"]");
                    var client = bench.connect()) {
                client.send("hello");
                assertThat(client.readText(5)).isEqualTo("hello");
            }
            try (var bench = bench(echo.port(), ", pins: [\"" + other + "\"]")) {
                assertThat(expectFault(bench, TlsFault.CERT_UNTRUSTED)).contains(own);
            }
        }
    }

    // ---- what does not, and what it is called

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        Instant now = Instant.now();
        var spec =
                forLoopback().valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)));
        try (var echo = echo(spec);
                var bench = bench(echo.port(), "")) {
            assertThat(expectFault(bench, TlsFault.CERT_EXPIRED))
                    .contains("subject=CN=127.0.0.1", "issuer=CN=Test CA", "notAfter=");
            assertThat(bench.seen(TlsFault.CERT_EXPIRED).getFirst().fault().side())
                    .isEqualTo(Side.UPSTREAM);
        }
    }

    @Test
    void aCertificateOfTomorrowIsNamed() throws Exception {
        Instant now = Instant.now();
        var spec = forLoopback().valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));
        try (var echo = echo(spec);
                var bench = bench(echo.port(), "")) {
            expectFault(bench, TlsFault.CERT_NOT_YET_VALID);
        }
    }

    @Test
    void aCertificateForAnotherNameIsNamedWithItsNames() throws Exception {
        try (var echo = echo(CertificateSpec.server(Instant.now(), "other.test"));
                var bench = bench(echo.port(), ", serverName: ledger.test")) {
            assertThat(expectFault(bench, TlsFault.CERT_NAME_MISMATCH))
                    .contains("it is not for ledger.test", "names=other.test");
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsNamed() throws Exception {
        var stranger = new CertificateFolder(Files.createTempDirectory(files.path, "other"));
        try (var echo =
                        new EchoOverTls(
                                stranger.showing(stranger.authority.issue(forLoopback())),
                                server -> {});
                var bench = bench(echo.port(), "")) {
            assertThat(expectFault(bench, TlsFault.CERT_UNTRUSTED))
                    .contains("no path from its issuer");
        }
    }

    @Test
    void anEndpointWithoutACommonVersionIsNamed() throws Exception {
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())),
                                server -> server.setEnabledProtocols(new String[] {"TLSv1.2"}));
                var bench = bench(echo.port(), ", minVersion: 1.3")) {
            assertThat(expectFault(bench, TlsFault.NO_COMMON_PROTOCOL))
                    .contains("ours=TLSv1.3 to TLSv1.3");
        }
    }

    @Test
    void anEndpointThatAsksWhoWeAreAndHearsNothingIsOurOwnFault() throws Exception {
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())),
                                server -> {
                                    server.setNeedClientAuth(true);
                                    server.setEnabledProtocols(new String[] {"TLSv1.3"});
                                });
                var bench = bench(echo.port(), "")) {
            expectFault(bench, TlsFault.CLIENT_CERT_REQUIRED);
            assertThat(bench.seen(TlsFault.CLIENT_CERT_REQUIRED).getFirst().fault().side())
                    .isEqualTo(Side.PROXY);
        }
    }

    @Test
    void anEndpointThatSpeaksPlainTextIsNamed() {
        var greeting = Behaviour.sendThenFin("SSH-2.0-OpenSSH_9.9\r\n".getBytes(ISO_8859_1));
        try (var origin = ScriptedOrigin.start(greeting);
                var bench = bench(origin.port(), "")) {
            assertThat(expectFault(bench, TlsFault.NOT_TLS)).contains("looksLike=SSH");
        }
    }

    @Test
    void anEndpointThatAnswersOurHelloInHttpIsNamed() {
        var answer = Behaviour.sendThenFin("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
        try (var origin = ScriptedOrigin.start(answer);
                var bench = bench(origin.port(), "")) {
            assertThat(expectFault(bench, TlsFault.NOT_TLS)).contains("looksLike=an HTTP answer");
        }
    }

    /** Nothing of the session has left us: a reset within the handshake is as good as a refused connect. */
    @Test
    void anEndpointThatResetsTheHandshakeIsFollowedByAnotherOne() throws Exception {
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())), server -> {});
                var broken = ScriptedOrigin.start(Behaviour.resetAfterReceiving(1));
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "",
                                        "endpoints: [127.0.0.1:%d, 127.0.0.1:%d], tls: { ca: %s/ca.pem }"
                                                .formatted(
                                                        broken.port(), echo.port(), files.path)))) {
            for (int i = 0; i < 4; i++) {
                try (var client = bench.connect()) {
                    assertThat(client.send("hello").readText(5)).isEqualTo("hello");
                }
            }
            assertThat(bench.evidenceOf(TransportFault.RESET)).contains("attempt=1 of ", "tcp=");
        }
    }

    @Test
    void anEndpointThatNeverAnswersTheHelloIsATimeout() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench = bench(origin.port(), ", handshakeTimeout: 50ms")) {
            assertThat(expectFault(bench, TlsFault.HANDSHAKE_TIMEOUT))
                    .contains(
                            "tls.handshakeTimeout=50ms (test.yaml:",
                            "received=nothing",
                            "silence=delivered: ",
                            "suspected=no TLS on this port",
                            "attempt=1 of ",
                            "generations=config:1 certificates:1");
        }
    }

    // ---- rotation

    @Test
    void authoritiesAreExchangedWhileTheProxyRuns() throws Exception {
        var others = new CertificateFolder(Files.createDirectory(files.path.resolve("others")));
        try (var echo =
                        new EchoOverTls(
                                others.showing(others.authority.issue(forLoopback())),
                                server -> {});
                var bench = bench(echo.port(), "")) {
            expectFault(bench, TlsFault.CERT_UNTRUSTED);

            files.write("ca.pem", "no certificate");
            Eventually.until(
                    "the operator hears that it is no good",
                    () -> bench.said.stream().anyMatch(text -> text.contains("the old ones stay")));
            files.write("ca.pem", others.authority.self().certificatePem());
            Eventually.until(
                    "it to be taken",
                    () -> bench.said.stream().anyMatch(text -> text.contains("read again")));

            try (var client = bench.connect()) {
                client.send("hello");
                assertThat(client.readText(5)).isEqualTo("hello");
            }
        }
    }

    @Test
    void ourOwnCertificateIsExchangedWhileTheProxyRuns() throws Exception {
        var strangers = new CertificateFolder(Files.createDirectory(files.path.resolve("others")));
        strangers.client("proxy");
        Files.copy(files.path.resolve("others/proxy.pem"), files.path.resolve("proxy.pem"));
        Files.copy(files.path.resolve("others/proxy.key"), files.path.resolve("proxy.key"));
        try (var echo =
                        new EchoOverTls(
                                files.showing(files.authority.issue(forLoopback())),
                                server -> server.setNeedClientAuth(true));
                var bench = bench(echo.port(), ", clientCertificate: " + files.yaml("proxy"))) {
            assertThat(expectFault(bench, TlsFault.CLIENT_CERT_REJECTED))
                    .contains("certificate=ours", "saidBy=upstream", "subject=CN=proxy");

            files.client("proxy");
            Eventually.until(
                    "it to be taken",
                    () -> bench.said.stream().anyMatch(text -> text.contains("we are proxy")));

            try (var client = bench.connect()) {
                client.send("hello");
                assertThat(client.readText(5)).isEqualTo("hello");
            }
        }
    }
}
