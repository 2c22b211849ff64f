package io.faultline.core.tls;

import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority made for one test run, and what the JDK needs to take part. */
public final class TestPki {

    public static final SelfMadeAuthority CA = SelfMadeAuthority.create("Test CA", Instant.now());
    private static final char[] NO_PASSWORD = new char[0];

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
    public static SSLContext jdk(@Nullable Issued identity) throws Exception {
        return jdk(CA, identity);
    }

    public static SSLContext jdk(SelfMadeAuthority trusted, @Nullable Issued identity)
            throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", trusted.self().certificate());
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (identity != null) {
            own.setKeyEntry(
                    "own",
                    identity.key(),
                    NO_PASSWORD,
                    new X509Certificate[] {identity.certificate()});
        }
        keys.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusting.getTrustManagers(), null);
        return context;
    }
}
