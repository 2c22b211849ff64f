package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * What a byte may be, and how to find one. Long runs are looked at eight bytes at a time: a head of a
 * browser is some 700 bytes, and most of them are only asked whether they are a control character.
 */
final class Syntax {

    /** RFC 9110 5.6.2: tchar. */
    static final int TOKEN = 1;

    /** May stand in the path of a target; {@link #QUERY} without the backslash and the question mark. */
    static final int PATH = 1 << 1;

    /** May stand anywhere in a target. */
    static final int QUERY = 1 << 2;

    /** May stand in a name or IPv4 address of an authority. */
    static final int HOST = 1 << 3;

    static final int UNDERSCORE = 1 << 4;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = '!'; c <= '~'; c++) {
            boolean letterOrDigit = Character.isLetterOrDigit(c);
            if (letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                CLASSES[c] |= TOKEN;
            }
            if ("\"<>#".indexOf(c) < 0) {
                CLASSES[c] |= QUERY;
                if (c != '\\' && c != '?') {
                    CLASSES[c] |= PATH;
                }
            }
            if (letterOrDigit || "-._~".indexOf(c) >= 0) {
                CLASSES[c] |= HOST;
            }
        }
        CLASSES['_'] |= UNDERSCORE;
    }

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = ONES * '\n';

    private static final int QUOTED_BYTES = 80;
    private static final int GLIMPSED_BYTES = 24;

    private Syntax() {}

    static int classes(byte b) {
        return CLASSES[b & 0xff];
    }

    static boolean is(int wanted, byte b) {
        return (CLASSES[b & 0xff] & wanted) != 0;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The first byte from here on that is not of this class, or {@code to}. */
    static int skip(int wanted, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (CLASSES[bytes[at] & 0xff] & wanted) != 0) {
            at++;
        }
        return at;
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    static int trimBlanks(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    static int indexOf(byte wanted, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static int indexOfLineFeed(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            long found = (eight - ONES) & ~eight & HIGHS; // the lowest bit set is exact
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        return indexOf((byte) '\n', bytes, at, to);
    }

    /** RFC 9110 5.5: the first byte no field value may hold, or -1; HTAB and obs-text may stand there. */
    static int indexOfControl(byte[] bytes, int from, int to) {
        int at = Ascii.indexOfControlOrTab(bytes, from, to);
        while (at >= 0 && bytes[at] == '\t') {
            at = Ascii.indexOfControlOrTab(bytes, at + 1, to);
        }
        return at;
    }

    /** Bytes for a log: printable whatever they are, and never long. */
    static String quote(byte[] bytes, int from, int to) {
        return quote(bytes, from, to, QUOTED_BYTES);
    }

    /** The beginning of a line that may be any field: enough to know it, too little of a password. */
    static String glimpse(byte[] bytes, int from, int to) {
        return quote(bytes, from, to, GLIMPSED_BYTES);
    }

    private static String quote(byte[] bytes, int from, int to, int most) {
        int end = Math.min(to, from + most);
        var text = new StringBuilder().append('\'');
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append("\\x").append(hex(b));
                    }
                }
            }
        }
        text.append('\'');
        return end < to
                ? text.append("... of ").append(to - from).append(" bytes").toString()
                : text.toString();
    }

    static String hex(byte b) {
        return String.format(Locale.ROOT, "%02x", b & 0xff);
    }
}
