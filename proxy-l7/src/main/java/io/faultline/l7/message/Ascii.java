package io.faultline.l7.message;

import java.nio.charset.StandardCharsets;

/** Comparing bytes as HTTP does: case matters in values only, and only US-ASCII letters have one. */
public final class Ascii {

    private Ascii() {}

    /** {@code lower} is in lower case already. */
    public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    public static boolean equals(byte[] bytes, int from, int to, byte[] other) {
        if (to - from != other.length) {
            return false;
        }
        for (int i = 0; i < other.length; i++) {
            if (bytes[from + i] != other[i]) {
                return false;
            }
        }
        return true;
    }

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    public static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes as they stand, one char each. */
    public static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Bytes that anybody may have sent, for a log: what is not printable becomes a dot. */
    public static String printable(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        return text.toString();
    }
}
