package io.faultline.core.fault.host;

import java.nio.ByteOrder;
import java.util.Locale;

/**
 * How /proc/net writes addresses: each 32-bit word as this machine holds it, not as the network sends
 * it. 127.0.0.1 is {@code 0100007F} on the little-endian machines we run on.
 */
final class KernelHex {

    private static final boolean SWAPPED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private KernelHex() {}

    /** Of eight hex digits, the word in network order. */
    static int word(String hex) {
        return networkOrder(Integer.parseUnsignedInt(hex, 16));
    }

    /** Appends the eight digits of a word in network order. */
    static StringBuilder append(StringBuilder text, int word) {
        String hex = Integer.toHexString(networkOrder(word)).toUpperCase(Locale.ROOT);
        return text.repeat('0', 8 - hex.length()).append(hex);
    }

    private static int networkOrder(int word) {
        return SWAPPED ? Integer.reverseBytes(word) : word;
    }
}
