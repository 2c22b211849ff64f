package io.faultline.l7.config.check;

import io.faultline.core.config.text.Quote;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and values that may stand in a header field. */
final class HeaderNames {

    // RFC 9110 5.6.2
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
    // RFC 9110 7.6.1 and RFC 9112 6: they belong to one connection, and its codec writes them.
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "content-length");

    private HeaderNames() {}

    static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** What is wrong with editing that field, or null. */
    static @Nullable String fault(String name) {
        if (!isToken(name)) {
            return Quote.of(name) + " is not the name of a header field.";
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OF_THE_CONNECTION.contains(lower)) {
            return name
                    + " belongs to one connection and says how its messages are framed. It is not for a route"
                    + " to change.";
        }
        return lower.equals("host")
                ? "the host is changed with 'rewrite: { host: ... }', which changes it everywhere."
                : null;
    }

    /** What is wrong with the value, or null. */
    static @Nullable String valueFault(String value) {
        // RFC 9110 5.5: a line break would end the field and begin another.
        if (value.codePoints().anyMatch(c -> c != '\t' && !Quote.isVisible(c))) {
            return " has a line break or another control character.";
        }
        return value.equals(value.strip()) ? null : " begins or ends with a space.";
    }
}
