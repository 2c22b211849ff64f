package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What HTTP/2 tells in fields whose names begin with a colon, instead of a start line. */
public enum PseudoField {
    METHOD,
    SCHEME,
    AUTHORITY,
    PATH,
    STATUS,
    PROTOCOL; // RFC 8441 4: only towards a peer that has said it knows extended CONNECT

    private static final PseudoField[] ALL = values();

    private final String label = ":" + name().toLowerCase(Locale.ROOT);
    private final byte[] lower = Ascii.bytes(label);

    /** The name, colon included. */
    public String label() {
        return label;
    }

    /** Not to be written to. */
    byte[] lowerBytes() {
        return lower;
    }

    /** The pseudo-header field with exactly this name, or null. */
    static @Nullable PseudoField of(byte[] bytes, int from, int to) {
        for (PseudoField field : ALL) {
            if (Ascii.equals(bytes, from, to, field.lower)) {
                return field;
            }
        }
        return null;
    }
}
