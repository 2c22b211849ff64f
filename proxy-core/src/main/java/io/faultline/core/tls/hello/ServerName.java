package io.faultline.core.tls.hello;

import java.nio.ByteBuffer;

/** The rules of one host name in a hello: RFC 6066 3, and the letters of DNS. */
final class ServerName {

    private static final int MAX_BYTES = 253; // RFC 1035 2.3.4, without the final dot
    private static final int MAX_LABEL = 63;

    private ServerName() {}

    /** Whether these bytes are a DNS name. A final dot must have been taken off. */
    static boolean isName(ByteBuffer bytes, int from, int to) {
        if (to - from > MAX_BYTES) {
            return false;
        }
        int label = 0;
        for (int i = from; i < to; i++) {
            byte one = bytes.get(i);
            if (one == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (!isLetter(one) || ++label > MAX_LABEL) {
                return false;
            }
        }
        return label > 0;
    }

    /** In lower case. */
    static String text(ByteBuffer bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            byte one = bytes.get(i);
            text.append((char) (one >= 'A' && one <= 'Z' ? one | 0x20 : one));
        }
        return text.toString();
    }

    /**
     * Whether a client put an address where a name belongs: digits and dots, or anything hexadecimal
     * with colons. RFC 6066 3: literal addresses are not permitted. Clients that send them mean "no
     * name", so they are treated like that.
     */
    static boolean isAddress(ByteBuffer bytes, int from, int to) {
        boolean digitsOnly = true;
        boolean telling = false; // a digit or a colon: not a lone dot
        boolean colon = false;
        for (int i = from; i < to; i++) {
            byte one = bytes.get(i);
            colon |= one == ':';
            telling |= one != '.';
            if (one >= '0' && one <= '9' || one == '.') {
                continue;
            }
            digitsOnly = false;
            if (one != ':' && !isHexLetter(one)) {
                return false;
            }
        }
        return telling && (digitsOnly || colon);
    }

    private static boolean isHexLetter(byte one) {
        int lower = one | 0x20;
        return lower >= 'a' && lower <= 'f';
    }

    // The underscore is no letter of a host name, but container platforms put it into theirs.
    private static boolean isLetter(byte one) {
        int lower = one | 0x20;
        return lower >= 'a' && lower <= 'z' || one >= '0' && one <= '9' || one == '-' || one == '_';
    }
}
