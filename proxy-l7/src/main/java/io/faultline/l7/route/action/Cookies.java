package io.faultline.l7.route.action;

import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;

/** Finds a cookie among those that a client sends back, without making text of it. */
public final class Cookies {

    private Cookies() {}

    /**
     * The range of the first cookie of that name in the bytes of the fields, or -1; take it apart with
     * {@link #start} and {@link #end}.
     */
    public static long find(Fields fields, byte[] name) {
        for (int field = fields.first(KnownField.COOKIE);
                field >= 0;
                field = fields.next(KnownField.COOKIE, field + 1)) {
            long range =
                    find(fields.bytes(), fields.valueStart(field), fields.valueEnd(field), name);
            if (range >= 0) {
                return range;
            }
        }
        return -1;
    }

    public static int start(long range) {
        return (int) (range >>> 32);
    }

    public static int end(long range) {
        return (int) range;
    }

    // RFC 6265 4.2.1: pairs between semicolons. A client may leave the space out.
    private static long find(byte[] bytes, int from, int to, byte[] name) {
        int at = from;
        while (at < to) {
            while (at < to && (bytes[at] == ' ' || bytes[at] == ';')) {
                at++;
            }
            int end = at;
            while (end < to && bytes[end] != ';') {
                end++;
            }
            if (end - at > name.length
                    && bytes[at + name.length] == '='
                    && startsWith(bytes, at, name)) {
                return (long) (at + name.length + 1) << 32 | end;
            }
            at = end;
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
