package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.tls.JdkTls;
import java.nio.file.Path;
import java.time.Instant;
import javax.net.ssl.SSLContext;

/** The authority of the lab, one that nobody knows, and the files that the proxy reads. */
final class Certificates {

    static final String NAME = "shop.lab.example";

    private static final SelfMadeAuthority KNOWN = authority("Lab authority");
    private static final SelfMadeAuthority STRANGER = authority("Somebody's authority");

    private Certificates() {}

    private static SelfMadeAuthority authority(String name) {
        return SelfMadeAuthority.create(name, Instant.now());
    }

    static CertificateSpec server() {
        return CertificateSpec.server(Instant.now(), NAME);
    }

    static CertificateSpec client() {
        return CertificateSpec.client(Instant.now(), "batch", "batch.lab.example");
    }

    /** An end that shows a certificate of the lab's authority, and trusts that. */
    static SSLContext showing(CertificateSpec spec) {
        return context(KNOWN, spec);
    }

    static SSLContext showingAStrangers(CertificateSpec spec) {
        return context(STRANGER, spec);
    }

    static SSLContext trusting() {
        return JdkTls.trusting(KNOWN.self().certificate());
    }

    static SSLContext trustingAStranger() {
        return JdkTls.trusting(STRANGER.self().certificate());
    }

    private static SSLContext context(SelfMadeAuthority signer, CertificateSpec spec) {
        Issued issued = signer.issue(spec);
        return JdkTls.identified(KNOWN.self().certificate(), issued.key(), issued.certificate());
    }

    /** The file with the lab's authority. */
    static Path authorityFile(Bench bench) {
        return bench.file(".ca.pem", KNOWN.self().certificatePem());
    }

    /** Keys of a {@code tls} section that shows the lab's name. */
    static String shown(Bench bench) {
        return "certificates: [ " + files(bench, server()) + " ]";
    }

    static String files(Bench bench, CertificateSpec spec) {
        Issued issued = KNOWN.issue(spec);
        return "{ cert: %s, key: %s }"
                .formatted(
                        bench.file(".cert.pem", issued.certificatePem()),
                        bench.file(".key.pem", issued.keyPem()));
    }
}
