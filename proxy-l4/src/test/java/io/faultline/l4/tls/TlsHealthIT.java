package io.faultline.l4.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.TlsOrigin;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Health checks of an upstream with tls: they shake hands as traffic does. */
@ExtendWith(LeakGuard.class)
class TlsHealthIT {

    private final CertificateFolder files;

    TlsHealthIT(@TempDir Path folder) {
        files = new CertificateFolder(folder);
    }

    private L4Bench bench(int port, String health) {
        return L4Bench.start(
                L4Bench.config(
                        "",
                        "",
                        "endpoints: [127.0.0.1:%d], tls: { ca: %s/ca.pem }, health: { interval: 50ms, %s }"
                                .formatted(port, files.path, health)));
    }

    private EchoOverTls echo(CertificateSpec spec) throws Exception {
        return new EchoOverTls(files.showing(files.authority.issue(spec)), server -> {});
    }

    private static String whyDown(L4Bench bench, int port) {
        String name = "127.0.0.1:" + port;
        Eventually.until("down", () -> bench.endpoint(name).state() == EndpointState.DOWN);
        FaultSeen seen = bench.endpoint(name).endpoint().lastCheckFault();
        return seen == null ? "nothing" : seen.fault().toString();
    }

    @Test
    void anEndpointThatShakesHandsIsUp() throws Exception {
        try (var echo = echo(CertificateSpec.server(Instant.now(), "127.0.0.1"));
                var bench = bench(echo.port(), "initially: down")) {
            Eventually.until(
                    "up",
                    () -> bench.endpoint("127.0.0.1:" + echo.port()).state() == EndpointState.UP);
        }
    }

    @Test
    void aCertificateThatEndedTakesTheEndpointDownBeforeAClientMeetsIt() throws Exception {
        Instant now = Instant.now();
        CertificateSpec ended =
                CertificateSpec.server(now, "127.0.0.1")
                        .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
        try (var echo = echo(ended);
                var bench = bench(echo.port(), "fall: 2")) {
            assertThat(whyDown(bench, echo.port()))
                    .startsWith("L6.CERT_EXPIRED (upstream, upstream-tls)")
                    .contains("subject=CN=127.0.0.1");
        }
    }

    @Test
    void aPortThatTakesConnectionsAndSpeaksNoTlsIsDown() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenClose("220 ready\r\n"));
                var bench = bench(origin.port(), "fall: 1")) {
            assertThat(whyDown(bench, origin.port())).startsWith("L6.NOT_TLS (upstream");
        }
    }

    /** LeakGuard looks: our alert waits for a peer that has gone silent when the proxy stops. */
    @Test
    void aCheckWhoseAlertNobodyReadsLeavesNothingBehind() {
        Issued wrong = files.authority.issue(CertificateSpec.server(Instant.now(), "192.0.2.1"));
        try (var stranger = TlsOrigin.start("x", files.showing(wrong));
                var silent = ScriptedOrigin.start(helloOf(stranger))) {
            try (var bench = bench(silent.port(), "fall: 1")) {
                assertThat(whyDown(bench, silent.port())).startsWith("L6.CERT_NAME_MISMATCH");
            }
        }
    }

    /** Gives our hello to another server and its answers to us, but nothing more that we say. */
    private static Behaviour helloOf(TlsOrigin other) {
        return connection -> {
            try (var to = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
                var buffer = new byte[16 * 1024];
                int hello = connection.read(buffer);
                to.getOutputStream().write(buffer, 0, hello);
                for (int count; (count = to.getInputStream().read(buffer)) > 0; ) {
                    connection.write(buffer, count);
                }
            }
        };
    }

    @Test
    void aPortThatSaysNothingIsDownWhenTheChecksOwnTimeIsOver() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink());
                var bench = bench(origin.port(), "fall: 1, timeout: 50ms")) {
            assertThat(whyDown(bench, origin.port()))
                    .startsWith("L6.HANDSHAKE_TIMEOUT (upstream")
                    .contains("timer=health.timeout=50ms");
        }
    }

    @Test
    void aPortThatIsClosedIsStillARefusedConnect() {
        try (var dead = ReservedPort.any();
                var bench = bench(dead.port(), "fall: 1")) {
            assertThat(whyDown(bench, dead.port())).startsWith("L4.CONNECT_REFUSED (upstream");
        }
    }

    @Test
    void aCheckCanBeToldToBeContentWithAConnect() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink());
                var bench = bench(origin.port(), "initially: down, tls: false")) {
            Eventually.until(
                    "up",
                    () -> bench.endpoint("127.0.0.1:" + origin.port()).state() == EndpointState.UP);
        }
    }

    @Test
    void anHttpCheckAsksThroughTlsWithTheNamesOfTraffic() {
        Issued right = files.authority.issue(CertificateSpec.server(Instant.now(), "127.0.0.1"));
        Issued wrong = files.authority.issue(CertificateSpec.server(Instant.now(), "192.0.2.1"));
        String http = "fall: 1, initially: down, http: { path: /up, body: %s }";
        try (var origin = TlsOrigin.start("shop is up", files.showing(right));
                var stranger = TlsOrigin.start("shop is up", files.showing(wrong));
                var good = bench(origin.port(), http.formatted("is up"));
                var lacking = bench(origin.port(), http.formatted("is down"));
                var strange = bench(stranger.port(), http.formatted("is up"))) {
            Eventually.until(
                    "up", () -> good.endpoint(origin.hostPort()).state() == EndpointState.UP);
            assertThat(whyDown(lacking, origin.port()))
                    .isEqualTo(
                            "L7.UPSTREAM_ERROR (upstream, response) check=GET /up status=200"
                                    + " body-lacks=is down body-begins=shop is up");
            assertThat(whyDown(strange, stranger.port())).startsWith("L6.CERT_NAME_MISMATCH");
        }
    }
}
