package io.faultline.l7.sticky;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What cookies are made with: the key of the configuration, or one that this process drew at its start. */
final class StickyKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] OF_THIS_PROCESS = new byte[32];

    static {
        new SecureRandom().nextBytes(OF_THIS_PROCESS);
    }

    private StickyKeys() {}

    /** To be kept and used again, on one thread. */
    static Mac mac(@Nullable String configured) {
        byte[] key =
                configured == null ? OF_THIS_PROCESS : configured.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
