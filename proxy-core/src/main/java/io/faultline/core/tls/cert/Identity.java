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
        PrivateKey key;
        try {
            key = PrivateKeyFile.read(keyFile, certificateFile, own);
        } catch (BadFile mismatch) {
            throw explained(mismatch, certificateFile, keyFile, chain);
        }
        return new Identity(certificateFile, List.copyOf(chain), key, CertificateNames.of(own));
    }

    /** A key that does not fit the first certificate may fit another one: then it is the order. */
    private static BadFile explained(
            BadFile mismatch, Path certificateFile, Path keyFile, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (PrivateKeyFile.isFor(keyFile, certificateFile, chain.get(i))) {
                return new BadFile(
                        certificateFile,
                        "has its certificates in the wrong order: the key %s belongs to number %d (%s). Put that one first, and behind it who signed it."
                                .formatted(
                                        keyFile,
                                        i + 1,
                                        chain.get(i).getSubjectX500Principal().getName()));
            }
        }
        return mismatch;
    }

    /** The number, from 1, of the first certificate that did not sign the one before it; 0 for none. */
    public int firstStranger() {
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1)
                    .getIssuerX500Principal()
                    .equals(chain.get(i).getSubjectX500Principal())) {
                return i + 1;
            }
        }
        return 0;
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
