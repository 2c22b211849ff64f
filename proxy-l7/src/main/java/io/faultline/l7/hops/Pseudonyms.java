package io.faultline.l7.hops;

import io.faultline.l7.message.Ascii;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What each listener calls itself in Via and Proxy-Status. It must be nobody else's name, or a request from
 * another proxy of the same make would look like a loop; so there is a number in it that was drawn when
 * the proxy started. Two of its listeners have two names, for one may well be behind the other.
 */
public final class Pseudonyms {

    private static final int BYTES = 6;

    private final byte[] drawn = new byte[16];

    public Pseudonyms() {
        new SecureRandom().nextBytes(drawn);
    }

    /** @param listener its name: the same on all workers and after a reload, and of no other listener */
    public byte[] of(String listener) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(drawn);
            byte[] mixed = digest.digest(listener.getBytes(StandardCharsets.UTF_8));
            return Ascii.bytes("faultline-" + HexFormat.of().formatHex(mixed, 0, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
