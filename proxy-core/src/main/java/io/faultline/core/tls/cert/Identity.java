package io.faultline.core.tls.cert;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with the chain that was in its file, and its key.
 *
 * @param names the DNS names and addresses it is for, in lower case
 */
public record Identity(
        Path certificateFile, List<X509Certificate> chain, PrivateKey key, List<String> names) {

    /** Reads both files and proves that they belong together. */
    public static Identity read(Path certificateFile, Path keyFile) throws BadFile {
        List<X509Certificate> chain = PemFile.certificates(certificateFile);
        X509Certificate own = chain.getFirst();
        PrivateKey key = PrivateKeyFile.read(keyFile, certificateFile, own);
        return new Identity(certificateFile, List.copyOf(chain), key, CertificateNames.of(own));
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Instant notBefore() {
        return certificate().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /** The first one of the names: what a metric calls it. */
    public String name() {
        return names.isEmpty()
                ? certificate().getSubjectX500Principal().getName()
                : names.getFirst();
    }

    public byte[] chainPem() {
        return Pem.bytesOf(chain);
    }

    public byte[] keyPem() {
        return Pem.of("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
    }
}
