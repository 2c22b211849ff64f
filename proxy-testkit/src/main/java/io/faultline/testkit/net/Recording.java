package io.faultline.testkit.net;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What one connection received: all of it counted and summed, the first bytes kept. */
final class Recording {

    private static final int KEPT_BYTES = 1 << 20;

    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private final MessageDigest digest = Payload.digest();
    private long total;

    synchronized void add(byte[] bytes, int length) {
        first.write(bytes, 0, Math.min(length, KEPT_BYTES - first.size()));
        digest.update(bytes, 0, length);
        total += length;
    }

    synchronized long total() {
        return total;
    }

    synchronized byte[] first() {
        return first.toByteArray();
    }

    synchronized String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", impossible);
        }
    }
}
