package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.KnownField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Field names that are meant for the other end, or that proxies tell each other about the client. Two
 * tricks are played with them: a client lists one in Connection so that we take it away (RFC 9110
 * 7.6.1), or spells it with underscores so that only the application takes it for the real one.
 */
final class EndToEnd {

    private static final Set<KnownField> HOP_BY_HOP =
            Set.of(
                    KnownField.CONNECTION,
                    KnownField.KEEP_ALIVE,
                    KnownField.PROXY_CONNECTION,
                    KnownField.PROXY_AUTHENTICATE,
                    KnownField.PROXY_AUTHORIZATION,
                    KnownField.TE,
                    KnownField.TRAILER,
                    KnownField.UPGRADE,
                    KnownField.HTTP2_SETTINGS);

    private static final List<String> MORE =
            List.of(
                    "age",
                    "authorization",
                    "baggage",
                    "cache-control",
                    "client-cert",
                    "max-forwards",
                    "origin",
                    "pragma",
                    "range",
                    "true-client-ip",
                    "www-authenticate",
                    "x-client-ip",
                    "x-real-ip");

    private static final byte[][] FAMILIES = {
        Ascii.bytes("accept-"),
        Ascii.bytes("access-control-"),
        Ascii.bytes("content-"),
        Ascii.bytes("if-"),
        Ascii.bytes("sec-"),
        Ascii.bytes("x-forwarded-")
    };

    private static final byte[][] NAMES = names();

    private EndToEnd() {}

    private static byte[][] names() {
        List<byte[]> names = new ArrayList<>();
        for (KnownField field : KnownField.values()) {
            if (!HOP_BY_HOP.contains(field)) {
                names.add(Ascii.bytes(field.label()));
            }
        }
        MORE.forEach(name -> names.add(Ascii.bytes(name)));
        return names.toArray(new byte[0][]);
    }

    /** Whether this is such a name, in whatever case. */
    static boolean names(byte[] bytes, int from, int to) {
        return matches(bytes, from, to, false);
    }

    /**
     * Whether an application behind CGI, WSGI or the like takes this name for such a one: there {@code -}
     * and {@code _} are the same (RFC 3875 4.1.18).
     */
    static boolean imitates(byte[] bytes, int from, int to) {
        return Syntax.indexOf((byte) '_', bytes, from, to) >= 0 && matches(bytes, from, to, true);
    }

    private static boolean matches(byte[] bytes, int from, int to, boolean loosely) {
        for (byte[] name : NAMES) {
            if (name.length == to - from && begins(bytes, from, name, loosely)) {
                return true;
            }
        }
        for (byte[] family : FAMILIES) {
            if (family.length < to - from && begins(bytes, from, family, loosely)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] bytes, int from, byte[] lower, boolean loosely) {
        for (int i = 0; i < lower.length; i++) {
            byte b = Ascii.lower(bytes[from + i]);
            if ((loosely && b == '_' ? '-' : b) != lower[i]) {
                return false;
            }
        }
        return true;
    }
}
