package io.faultline.app.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The limits an operator has set, as they fill: an upstream that answers nobody, clients that wait. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class OwnLimitsIT {

    @TempDir private Path dir;
    private final ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.silent());
    private final List<RawClient> clients = new ArrayList<>();
    private ServedProxy proxy;

    @BeforeEach
    void start() throws Exception {
        Instant now = Instant.now();
        Issued issued =
                SelfMadeAuthority.create("Test CA", now)
                        .issue(
                                CertificateSpec.server(now, "shop.test")
                                        .valid(
                                                now.minus(Duration.ofDays(50)),
                                                now.plus(Duration.ofDays(10))));
        Files.writeString(dir.resolve("shop.pem"), issued.certificatePem());
        Files.writeString(dir.resolve("shop.key"), issued.keyPem());
        String config =
                """
                workers: 1
                listeners:
                  - { name: web, bind: 127.0.0.1:0, maxConnections: 12, http: { routes: [{ to: app }] } }
                  - name: secure
                    bind: 127.0.0.1:0
                    tls: { certificates: [{ cert: %s/shop.pem, key: %s/shop.key }], maxHandshakes: 20 }
                    http: { routes: [{ to: app }] }
                upstreams:
                  app:
                    endpoints: [127.0.0.1:%d]
                    pool: { maxConnections: 2, maxPending: 4, pendingTimeout: 60s, maxRequests: 10 }
                limits: { maxHandshakes: 50 }
                shutdown: { grace: 0s, deadline: 0s }
                """
                        .formatted(dir, dir, origin.port());
        proxy = ServedProxy.start(Protocols.parse("edge.yaml", config), sentence -> {});
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        proxy.stop().join();
        origin.close();
    }

    @Test
    void requestsThatNobodyAnswersFillThePoolFirstAndThenItsQueue() {
        int port = proxy.server().listeners().getFirst().boundAddress().port();
        for (int i = 0; i < 3; i++) {
            clients.add(RawClient.connect(port).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        Eventually.asserted(
                "they are seen",
                () -> assertThat(found(ResourceKind.PENDING, "app").used()).isEqualTo(1));

        Resource pool = found(ResourceKind.POOL, "app");
        assertThat(pool.ratio()).isEqualTo(1);
        assertThat(pool.state())
                .startsWith("2 of 2 used (100 %)")
                .contains("pool.maxConnections=2 (edge.yaml:");
        assertThat(proxy.server().saturation().report().fullest()).contains(pool);
        assertThat(found(ResourceKind.PENDING, "app").limit()).isEqualTo(4);
        assertThat(found(ResourceKind.REQUESTS, "app").limit()).isEqualTo(10);
        assertThat(found(ResourceKind.REQUESTS, "app").used()).isBetween(2.0, 3.0);
        assertThat(found(ResourceKind.CLIENT_CONNECTIONS, "listener web").ratio()).isEqualTo(0.25);
        assertThat(found(ResourceKind.CLIENT_CONNECTIONS, "all listeners").used()).isEqualTo(3);
        assertThat(found(ResourceKind.SOURCE_PORTS, "127.0.0.1:" + origin.port()).used())
                .isEqualTo(2);
    }

    @Test
    void handshakesUnderWayAreHeldAgainstTheirCap() {
        int port = proxy.server().listeners().get(1).boundAddress().port();
        for (int i = 0; i < 5; i++) {
            clients.add(RawClient.connect(port)); // and no hello
        }

        Eventually.asserted(
                "they are seen",
                () ->
                        assertThat(found(ResourceKind.HANDSHAKES, "all listeners").ratio())
                                .isEqualTo(0.1));
        Resource ofListener = found(ResourceKind.HANDSHAKES, "listener secure");
        assertThat(ofListener.ratio()).isEqualTo(0.25);
        assertThat(ofListener.note()).isEqualTo("tls.maxHandshakes (edge.yaml:6)");
    }

    /** Of 60 days the last 20 are for renewing, and 10 of these have passed. */
    @Test
    void aCertificateIsHalfFullInTheMiddleOfTheTimeToRenewIt() {
        Eventually.asserted(
                "it is seen",
                () ->
                        assertThat(
                                        found(
                                                        ResourceKind.CERTIFICATE,
                                                        "shop.test of listener secure")
                                                .ratio())
                                .isCloseTo(0.5, Offset.offset(0.01)));
        assertThat(found(ResourceKind.CERTIFICATE, "shop.test of listener secure").note())
                .isEqualTo("10.0 days left");
    }

    private Resource found(ResourceKind kind, String subject) {
        return proxy.server().saturation().report().resources().stream()
                .filter(each -> each.kind() == kind && each.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + subject));
    }
}
