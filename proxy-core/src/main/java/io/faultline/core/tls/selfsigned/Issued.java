package io.faultline.core.tls.selfsigned;

import io.faultline.core.tls.cert.Pem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key, as objects and as the files servers read. */
public record Issued(X509Certificate certificate, PrivateKey key) {

    public String certificatePem() {
        return Pem.of(certificate);
    }

    /** PKCS#8, not encrypted. */
    public String keyPem() {
        return Pem.of("PRIVATE KEY", key.getEncoded());
    }
}
