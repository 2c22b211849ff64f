package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.KnownField;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a field from its name and value alone, in one int, so that a table can remember it: which known or
 * pseudo-header field it is, and what is wrong with it. A field that comes back by its index is not looked at again.
 */
final class FieldFacts {

    /** Those that are about a connection of HTTP/1, and so do not exist here (RFC 9113 8.2.2). */
    static final long OF_CONNECTION =
            KnownField.mask(
                    KnownField.CONNECTION,
                    KnownField.PROXY_CONNECTION,
                    KnownField.KEEP_ALIVE,
                    KnownField.TRANSFER_ENCODING,
                    KnownField.UPGRADE,
                    KnownField.HTTP2_SETTINGS);

    private static final int KNOWN = 0xff; // ordinal of the known field + 1
    private static final int PSEUDO_SHIFT = 8;
    private static final int PSEUDO = 0xf; // ordinal of the pseudo-header field + 1
    private static final int NAME_FAULT_SHIFT = 12;
    private static final int VALUE_FAULT_SHIFT = 16;
    private static final int FAULT = 0xf; // ordinal of what is malformed + 1
    private static final int OF_NAME = (1 << VALUE_FAULT_SHIFT) - 1;

    private static final PseudoField[] PSEUDO_FIELDS = PseudoField.values();
    private static final MalformedField[] MALFORMED = MalformedField.values();

    private static final byte LOWER = 1; // may stand in a name
    private static final byte UPPER = 2; // would be a token in HTTP/1
    private static final byte[] NAME_BYTES = new byte[256];

    static {
        for (int c = '!'; c <= '~'; c++) {
            if (c >= 'A' && c <= 'Z') {
                NAME_BYTES[c] = UPPER;
            } else if (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                NAME_BYTES[c] = LOWER; // RFC 9110 5.6.2: tchar
            }
        }
    }

    private FieldFacts() {}

    static int ofName(byte[] bytes, int from, int to) {
        if (from == to) {
            return fault(MalformedField.NAME_EMPTY, NAME_FAULT_SHIFT);
        }
        if (bytes[from] == ':') {
            PseudoField pseudo = PseudoField.of(bytes, from, to);
            return pseudo == null
                    ? fault(MalformedField.PSEUDO_UNKNOWN, NAME_FAULT_SHIFT)
                    : pseudo.ordinal() + 1 << PSEUDO_SHIFT;
        }
        int any = 0;
        for (int i = from; i < to; i++) {
            int is = NAME_BYTES[bytes[i] & 0xff];
            if (is == 0) {
                return fault(MalformedField.NAME_NO_TOKEN, NAME_FAULT_SHIFT);
            }
            any |= is;
        }
        if ((any & UPPER) != 0) {
            return fault(MalformedField.NAME_UPPER_CASE, NAME_FAULT_SHIFT);
        }
        KnownField known = KnownField.of(bytes, from, to);
        return known == null ? 0 : known.ordinal() + 1;
    }

    /** The facts of the name together with those of this value. */
    static int withValue(int ofName, byte[] bytes, int from, int to) {
        int facts = ofName & OF_NAME;
        if (from == to) {
            return facts;
        }
        if (isBlank(bytes[from]) || isBlank(bytes[to - 1])) {
            facts |= fault(MalformedField.VALUE_BLANK, VALUE_FAULT_SHIFT);
        }
        int control = Ascii.indexOfControlOrTab(bytes, from, to);
        return control < 0 ? facts : ofControl(facts, bytes, control, to);
    }

    private static int ofControl(int facts, byte[] bytes, int from, int to) {
        MalformedField fault = null;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == 0 || b == '\r' || b == '\n') {
                // The worst one is told: it could become another field in HTTP/1.
                return facts & ~(FAULT << VALUE_FAULT_SHIFT)
                        | fault(MalformedField.VALUE_LINE_BREAK, VALUE_FAULT_SHIFT);
            }
            if (b >= 0 && b < ' ' && b != '\t' || b == 0x7f) {
                fault = MalformedField.VALUE_CONTROL;
            }
        }
        return fault == null || (facts >>> VALUE_FAULT_SHIFT & FAULT) != 0
                ? facts
                : facts | fault(fault, VALUE_FAULT_SHIFT);
    }

    private static int fault(MalformedField fault, int shift) {
        return fault.ordinal() + 1 << shift;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    // ---- reading them

    /** The ordinal of the known field + 1, or 0. */
    static int known(int facts) {
        return facts & KNOWN;
    }

    static boolean isPseudo(int facts) {
        return (facts >>> PSEUDO_SHIFT & PSEUDO) != 0;
    }

    /** Only of a field that {@link #isPseudo}. */
    static PseudoField pseudo(int facts) {
        return PSEUDO_FIELDS[(facts >>> PSEUDO_SHIFT & PSEUDO) - 1];
    }

    static boolean isWellFormed(int facts) {
        return facts <= (PSEUDO << PSEUDO_SHIFT | KNOWN);
    }

    /** What is wrong, first with the name. */
    static @Nullable MalformedField malformed(int facts) {
        int ofName = facts >>> NAME_FAULT_SHIFT & FAULT;
        int fault = ofName != 0 ? ofName : facts >>> VALUE_FAULT_SHIFT & FAULT;
        return fault == 0 ? null : MALFORMED[fault - 1];
    }
}
