package io.faultline.l7.hops;

import io.faultline.l7.message.Fields;

/** W3C Trace Context: {@code 00-} 32 hex {@code -} 16 hex {@code -} 2 hex, in lower case, ids not all zero. */
public final class TraceParent {

    private static final int LENGTH = 55;
    private static final int TRACE = 3;
    private static final int PARENT = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    public static boolean isValid(Fields fields, int field) {
        int from = fields.valueStart(field);
        byte[] bytes = fields.bytes();
        return fields.valueEnd(field) - from == LENGTH
                && bytes[from] == '0'
                && bytes[from + 1] == '0'
                && bytes[from + 2] == '-'
                && isId(bytes, from + TRACE, from + PARENT - 1)
                && bytes[from + PARENT - 1] == '-'
                && isId(bytes, from + PARENT, from + FLAGS - 1)
                && bytes[from + FLAGS - 1] == '-'
                && isHex(bytes[from + FLAGS])
                && isHex(bytes[from + FLAGS + 1]);
    }

    private static boolean isId(byte[] bytes, int from, int to) {
        boolean anySet = false;
        for (int i = from; i < to; i++) {
            if (!isHex(bytes[i])) {
                return false;
            }
            anySet |= bytes[i] != '0';
        }
        return anySet;
    }

    private static boolean isHex(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'f';
    }
}
