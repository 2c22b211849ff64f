package io.faultline.core.proxyprotocol;

import io.faultline.core.address.PeerAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as a version 1 line writes them. Stricter than the platform's own parsers, which also take
 * {@code 010.0.0.1}, {@code 10.1}, brackets, zones and names.
 */
final class AddressField {

    private static final int GROUPS = 8;

    private AddressField() {}

    static @Nullable PeerAddress parse(String text, boolean isV6, int port) {
        return isV6 ? parseV6(text, port) : parseV4(text, port);
    }

    private static @Nullable PeerAddress parseV4(String text, int port) {
        long address = v4(text);
        return address < 0 ? null : PeerAddress.ofV4((int) address, port);
    }

    /** The address as a number, or -1. */
    private static long v4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return -1;
        }
        long address = 0;
        for (String octet : octets) {
            int value = Decimal.parse(octet, 3);
            if (value < 0 || value > 255) {
                return -1;
            }
            address = address << 8 | value;
        }
        return address;
    }

    private static @Nullable PeerAddress parseV6(String text, int port) {
        int gap = text.indexOf("::");
        String front = gap < 0 ? text : text.substring(0, gap);
        String back = gap < 0 ? "" : text.substring(gap + 2);
        int[] groups = new int[GROUPS];
        int inFront = groups(front, gap < 0, groups);
        int[] behind = new int[GROUPS];
        int inBack = groups(back, true, behind);
        // "::" stands for at least one group.
        boolean whole = gap < 0 ? inFront == GROUPS : inFront + inBack < GROUPS;
        if (inFront < 0 || inBack < 0 || !whole) {
            return null;
        }
        System.arraycopy(behind, 0, groups, GROUPS - inBack, inBack);
        return PeerAddress.ofV6(half(groups, 0), half(groups, 4), port, 0);
    }

    /** Fills in the groups of one side of the gap. Returns how many, or -1 if one of them is none. */
    private static int groups(String text, boolean isEnd, int[] groups) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean dotted = isEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            if (count + (dotted ? 2 : 1) > GROUPS) {
                return -1;
            }
            long value = dotted ? v4(parts[i]) : hex(parts[i]);
            if (value < 0) {
                return -1;
            }
            if (dotted) {
                groups[count++] = (int) (value >>> 16);
            }
            groups[count++] = (int) value & 0xffff;
        }
        return count;
    }

    private static int hex(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (!HexFormat.isHexDigit(digit)) {
                return -1;
            }
            value = value << 4 | HexFormat.fromHexDigit(digit);
        }
        return value;
    }

    private static long half(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + 4; i++) {
            half = half << 16 | groups[i];
        }
        return half;
    }
}
