package io.faultline.core.tls;

import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.tls.JdkTls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An authority made for one test run. */
public final class TestPki {

    public static final SelfMadeAuthority CA = SelfMadeAuthority.create("Test CA", Instant.now());

    private TestPki() {}

    public static Issued server(String... names) {
        return CA.issue(CertificateSpec.server(Instant.now(), names));
    }

    public static Issued client(String commonName, String... names) {
        return CA.issue(CertificateSpec.client(Instant.now(), commonName, names));
    }

    public static KeyMaterial material(Issued issued) throws TlsSetupException {
        return KeyMaterial.of(pem(issued.certificatePem()), pem(issued.keyPem()));
    }

    public static byte[] pem(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Trusts the test's authority; shows the identity where one is given. */
    public static SSLContext jdk(@Nullable Issued identity) {
        return identity == null
                ? JdkTls.trusting(CA.self().certificate())
                : JdkTls.identified(
                        CA.self().certificate(), identity.key(), identity.certificate());
    }
}
