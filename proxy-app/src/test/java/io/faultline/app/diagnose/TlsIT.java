package io.faultline.app.diagnose;

import static io.faultline.app.diagnose.Reports.evidence;
import static io.faultline.app.diagnose.Reports.isBroken;
import static io.faultline.app.diagnose.Reports.isHealthy;
import static io.faultline.app.diagnose.Reports.run;
import static io.faultline.app.diagnose.Reports.rung;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.serve.Protocols;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.JdkTls;
import io.faultline.testkit.tls.TlsOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS servers of the JDK: what is agreed on, what is not trusted, and what is no TLS at all. */
class TlsIT {

    @TempDir Path folder;
    private final Instant now = Instant.now();
    private final SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", now);
    private Path ca;

    @BeforeEach
    void writeAuthority() throws IOException {
        ca = Files.writeString(folder.resolve("ca.pem"), authority.self().certificatePem());
    }

    private TlsOrigin showing(CertificateSpec spec, String... alpn) {
        Issued issued = authority.issue(spec);
        return TlsOrigin.start(
                "secure",
                JdkTls.identified(
                        authority.self().certificate(), issued.key(), issued.certificate()),
                alpn);
    }

    private CertificateSpec good() {
        return CertificateSpec.server(now, "localhost", "127.0.0.1");
    }

    private Options trusting() {
        return Options.DEFAULTS.trusting(ca, true, null);
    }

    @Test
    void aHealthyServerShowsVersionCertificateAndJudge() {
        try (var origin = showing(good(), "http/1.1")) {
            Report report = run("https://" + origin.hostPort() + "/", trusting());

            isHealthy(report);
            assertThat(rung(report, "tls").summary()).startsWith("TLSv1.3 ").contains("days left");
            assertThat(rung(report, "tls").fact("alpn")).isEqualTo("http/1.1");
            assertThat(rung(report, "tls").fact("issuer")).isEqualTo("CN=Test CA");
            assertThat(rung(report, "tls").fact("judged-by")).isEqualTo(ca.toString());
            assertThat(rung(report, "http").summary()).isEqualTo("GET / -> HTTP/1.1 200");
        }
    }

    @Test
    void aPlaceMayEndAtTls() {
        try (var origin = showing(good())) {
            Report report = run("tls://" + origin.hostPort(), trusting());

            isHealthy(report);
            assertThat(report.ladders().getFirst().rung("http")).isNull();
        }
    }

    @Test
    void anExpiredCertificateIsNamedAndTheRestIsSeenAnyway() {
        var spec = good().valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)));
        try (var origin = showing(spec)) {
            Report report = run("https://" + origin.hostPort() + "/", trusting());

            isBroken(report, "L6.CERT_EXPIRED", "tls", 16);
            assertThat(evidence(report, "issuer")).isEqualTo("CN=Test CA");
            assertThat(rung(report, "tls").notes().getFirst())
                    .contains("TLS is agreed on: TLSv1.3");
            assertThat(rung(report, "http").outcome()).isEqualTo(Outcome.UNREACHED);
            assertThat(report.verdict().next().toString()).contains(origin.hostPort());
        }
    }

    @Test
    void aCertificateOfTomorrowIsNotYetValid() {
        var spec = good().valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
        try (var origin = showing(spec)) {
            isBroken(
                    run("tls://" + origin.hostPort(), trusting()),
                    "L6.CERT_NOT_YET_VALID",
                    "tls",
                    16);
        }
    }

    @Test
    void aCertificateForSomebodyElseIsANameMismatch() {
        try (var origin = showing(CertificateSpec.server(now, "shop.example"))) {
            Report report = run("tls://" + origin.hostPort(), trusting());

            isBroken(report, "L6.CERT_NAME_MISMATCH", "tls", 16);
            assertThat(evidence(report, "names")).isEqualTo("shop.example");

            Options named = Options.DEFAULTS.trusting(ca, true, "shop.example");
            isHealthy(run("tls://" + origin.hostPort(), named));
        }
    }

    @Test
    void anAuthorityNobodyKnowsIsUntrustedUnlessNobodyAsks() {
        try (var origin = showing(good())) {
            isBroken(run("tls://" + origin.hostPort()), "L6.CERT_UNTRUSTED", "tls", 16);

            Options anything = Options.DEFAULTS.trusting(null, false, null);
            isHealthy(run("tls://" + origin.hostPort(), anything));
        }
    }

    @Test
    void aCertificateThatEndsSoonIsWorthANote() {
        var spec = good().valid(now.minus(Duration.ofDays(80)), now.plus(Duration.ofDays(3)));
        try (var origin = showing(spec)) {
            Report report = run("tls://" + origin.hostPort(), trusting());

            isHealthy(report);
            assertThat(rung(report, "tls").outcome()).isEqualTo(Outcome.NOTE);
            assertThat(report.verdict().because().getFirst()).contains("renew it");
        }
    }

    @Test
    void plainHttpOnATlsPortIsNotTlsAndSaysWhatItSpeaks() {
        Behaviour web =
                connection -> {
                    connection.read(new byte[4096]);
                    connection.write(
                            "HTTP/1.1 204 No Content\r\nConnection: close\r\nX: 0123456789\r\n\r\n");
                };
        try (var origin = ScriptedOrigin.start(web)) {
            Report report = run("https://" + origin.hostPort() + "/", trusting());

            isBroken(report, "L6.NOT_TLS", "tls", 16);
            assertThat(evidence(report, "seen")).contains("HTTP");
            assertThat(rung(report, "tls").notes().getFirst())
                    .isEqualTo("without TLS the port answers HTTP/1.1 204: it speaks plain HTTP");
        }
    }

    @Test
    void tlsOnAPlainPortIsToldBySecondOpinion() {
        try (var origin = showing(good())) {
            Report report = run("http://" + origin.hostPort() + "/");

            assertThat(report.verdict().isHealthy()).isFalse();
            assertThat(rung(report, "http").notes())
                    .contains("the port speaks TLS: ask with https://, or give the upstream 'tls'");
        }
    }

    @Test
    void silenceInsideTlsIsAHandshakeTimeoutByTheTimerOfTheFile() throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.silent())) {
            LoadedConfig config =
                    edge(
                            """
                            upstreams:
                              u:
                                endpoints: [%s]
                                tls: { handshakeTimeout: 300ms }
                            """
                                    .formatted(origin.hostPort()));
            Report report = run("upstream/u", config);

            isBroken(report, "L6.HANDSHAKE_TIMEOUT", "tls", 16);
            assertThat(evidence(report, "timer"))
                    .isEqualTo("tls.handshakeTimeout=300ms (edge.yaml:5)");
            assertThat(rung(report, "tls").notes().getFirst())
                    .isEqualTo(
                            "to plain HTTP the port is silent as well: its application is stuck");
            assertThat(report.verdict().suspected()).isTrue();
        }
    }

    @Test
    void anEndpointThatDoesNotSpeakHttp2IsAnAlpnMismatch() throws Exception {
        try (var origin = showing(good(), "http/1.1")) {
            LoadedConfig config =
                    edge(
                            """
                            upstreams:
                              u:
                                endpoints: [%s]
                                protocol: h2
                                tls: { ca: %s }
                            """
                                    .formatted(origin.hostPort(), ca));
            Report report = run("upstream/u", config);

            isBroken(report, "L6.ALPN_MISMATCH", "tls", 16);
            assertThat(rung(report, "tls").notes().getFirst()).contains("http/1.1");
        }
    }

    static LoadedConfig edge(String upstreams) throws ConfigException {
        return Protocols.parse(
                "edge.yaml",
                "listeners: [{ name: web, bind: 127.0.0.1:0, http: { routes: [{ to: u }] } }]\n"
                        + upstreams);
    }
}
