package io.faultline.core.tls.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Where a session may be resumed: only where what was checked when it began would be checked the same
 * way again. BoringSSL refuses a ticket from another scope, and the client shakes hands in full.
 */
public final class SessionScope {

    private final byte[] id;

    private SessionScope(byte[] id) {
        this.id = id;
    }

    /**
     * Of everything that decides whom a listener lets in, and as whom it speaks.
     *
     * @param shown the name of the certificate
     * @param asked whether clients must show one
     * @param names what theirs must be for
     */
    public static SessionScope of(
            String listener,
            String shown,
            String asked,
            String names,
            byte @Nullable [] authorities) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {listener, shown, asked, names}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            if (authorities != null) {
                digest.update(authorities);
            }
            return new SessionScope(digest.digest()); // 32 bytes: as many as BoringSSL takes
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] id() {
        return id;
    }
}
