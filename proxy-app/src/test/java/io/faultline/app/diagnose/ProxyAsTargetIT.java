package io.faultline.app.diagnose;

import static io.faultline.app.diagnose.Reports.evidence;
import static io.faultline.app.diagnose.Reports.isBroken;
import static io.faultline.app.diagnose.Reports.isHealthy;
import static io.faultline.app.diagnose.Reports.run;
import static io.faultline.app.diagnose.Reports.rung;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.net.ReservedPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another proxy as the target: HTTP/2, clients that must show a certificate, and a hop behind the hop. */
class ProxyAsTargetIT {

    @TempDir Path folder;
    private final ReservedPort dead = ReservedPort.any();
    private ServedProxy proxy;
    private Options trusting;

    @BeforeEach
    void start() throws Exception {
        Instant now = Instant.now();
        SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", now);
        Issued issued = authority.issue(CertificateSpec.server(now, "127.0.0.1"));
        Path ca = Files.writeString(folder.resolve("ca.pem"), authority.self().certificatePem());
        Files.writeString(folder.resolve("own.pem"), issued.certificatePem());
        Files.writeString(folder.resolve("own.key"), issued.keyPem());
        trusting = Options.DEFAULTS.trusting(ca, true, null);
        String edge =
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:0
                    tls: { certificates: [{ cert: own.pem, key: own.key }] }
                    http:
                      diagnosticsTo: [127.0.0.0/8]
                      routes:
                        - { match: { pathExact: /ping }, respond: { body: pong } }
                        - { to: dead }
                  - name: partners
                    bind: 127.0.0.1:0
                    tls:
                      certificates: [{ cert: own.pem, key: own.key }]
                      clientCertificates: required
                      clientCa: ca.pem
                    http: { routes: [{ respond: { body: hello } }] }
                upstreams:
                  dead: { endpoints: ["127.0.0.1:%d"] }
                """
                        .formatted(dead.port());
        Path file = folder.resolve("edge.yaml");
        proxy = ServedProxy.start(Protocols.parse(file.toString(), edge), sentence -> {});
    }

    @AfterEach
    void stop() {
        proxy.stop().join();
        dead.close();
    }

    private String place(int listener) {
        return "127.0.0.1:" + proxy.server().listeners().get(listener).boundAddress().port();
    }

    @Test
    void http2IsSpokenWhereItIsAgreedOn() {
        Report report = run("https://" + place(0) + "/ping", trusting);

        isHealthy(report);
        assertThat(rung(report, "tls").fact("alpn")).isEqualTo("h2");
        assertThat(rung(report, "http").summary()).isEqualTo("GET /ping -> HTTP/2 200");
        assertThat(rung(report, "http").fact("body")).startsWith("4 bytes");
    }

    @Test
    void whatTheHopBehindTheHopMetIsShown() {
        Report report = run("https://" + place(0) + "/cart", trusting);

        isBroken(report, "L7.UPSTREAM_ERROR", "http", 17);
        assertThat(evidence(report, "status")).isEqualTo("502");
        assertThat(rung(report, "http").fact("proxy-status")).contains("L4.CONNECT_REFUSED");
        assertThat(evidence(report, "failedHop")).contains("L4.CONNECT_REFUSED");
        assertThat(rung(report, "http").notes().getFirst())
                .startsWith("the deepest hop that failed: ");
    }

    @Test
    void aCertificateOfOursThatIsMissedIsOurs() {
        Report report = run("tls://" + place(1), trusting);

        isBroken(report, "L6.CLIENT_CERT_REQUIRED", "tls", 16);
    }
}
