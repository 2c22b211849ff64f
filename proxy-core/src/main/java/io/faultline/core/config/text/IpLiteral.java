package io.faultline.core.config.text;

import java.net.Inet6Address;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses written as digits. Never asks DNS, and never accepts the short and octal forms of old
 * system libraries ({@code 10.1}, {@code 010.0.0.1}), which mean different hosts to different programs.
 */
public final class IpLiteral {

    private IpLiteral() {}

    /** The 4 or 16 bytes of an address without a zone, or null when the text is not one. */
    public static byte @Nullable [] bytes(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    public static boolean isAddress(String text) {
        return bytes(withoutZone(text)) != null;
    }

    /** {@code fe80::1} of {@code fe80::1%eth0}; a text without a well-formed zone stays as it is. */
    public static String withoutZone(String text) {
        int percent = text.indexOf('%');
        return percent > 0
                        && text.indexOf(':') >= 0
                        && text.substring(percent + 1).matches("[A-Za-z0-9._-]{1,15}")
                ? text.substring(0, percent)
                : text;
    }

    /** Would be read as an IPv4 address by somebody: its last label is a number. */
    public static boolean looksLikeV4(String text) {
        String last = text.substring(text.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static byte @Nullable [] v4(String text) {
        byte[] address = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', at) : text.length();
            int part = end < 0 ? -1 : part(text, at, end);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
            at = end + 1;
        }
        return address;
    }

    /** 0 to 255 without leading zeros, or -1. By hand: a file may hold thousands of addresses. */
    private static int part(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    private static byte @Nullable [] v6(String text) {
        if (text.length() > 45 || !text.matches("[0-9A-Fa-f:]+(:[0-9.]+)?")) {
            return null;
        }
        if (text.indexOf('.') >= 0 && v4(text.substring(text.lastIndexOf(':') + 1)) == null) {
            return null;
        }
        try {
            return Inet6Address.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
