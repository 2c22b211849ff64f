package io.faultline.core.tls.cert;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Public keys that are accepted, by the SHA-256 of their SPKI as in RFC 7469: a pin outlives the
 * certificate as long as the key is kept.
 */
public final class Pins {

    private static final String PREFIX = "sha256/"; // as browsers and curl write it
    private static final int HASH_BYTES = 32;

    private final Set<String> accepted;

    private Pins(Set<String> accepted) {
        this.accepted = accepted;
    }

    public static Pins of(List<String> texts) {
        return new Pins(Set.copyOf(texts.stream().map(Pins::bare).toList()));
    }

    public static boolean isPin(String text) {
        try {
            return Base64.getDecoder().decode(bare(text)).length == HASH_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String bare(String text) {
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }

    public boolean isEmpty() {
        return accepted.isEmpty();
    }

    /** Whether one of the keys in the chain is accepted. */
    public boolean accept(List<X509Certificate> chain) {
        return accepted.isEmpty() || chain.stream().anyMatch(each -> accepted.contains(of(each)));
    }

    /** The pin of a certificate's key. */
    public static String of(X509Certificate certificate) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
