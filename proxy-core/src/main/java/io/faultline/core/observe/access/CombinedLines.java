package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;
import org.jspecify.annotations.Nullable;

/**
 * nginx's predefined format {@code combined}, byte for byte, escapes included, so that what reads such
 * logs today reads ours. An opaque session has no request: it stands with {@code "-"} and status 000,
 * as nginx writes a request that never became one.
 */
final class CombinedLines implements RecordFormat {

    private static final int NO_REQUEST = 0;

    private final Timestamps timestamps = new Timestamps();

    @Override
    public void write(SessionRecord entry, Utf8Buffer out) {
        HttpFacts http = entry.http();
        out.ascii(entry.client().addressText());
        out.ascii(" - - [");
        // nginx writes the time at which the request ended.
        timestamps.writeCommon(entry.startEpochMillis() + entry.timings().totalMillis(), out);
        out.ascii("] \"");
        escaped(http == null ? null : http.requestLine(), out);
        out.ascii("\" ");
        out.padded(http == null ? NO_REQUEST : http.status(), 3, 10);
        out.ascii(' ');
        out.number(entry.bytesDown());
        out.ascii(" \"");
        escaped(http == null ? null : http.referer(), out);
        out.ascii("\" \"");
        escaped(http == null ? null : http.userAgent(), out);
        out.ascii("\"\n");
    }

    /** Nobody who reads this format expects a line of another kind: the metric alone tells. */
    @Override
    public void writeDropped(long count, long epochMillis, Utf8Buffer out) {}

    private static void escaped(@Nullable String value, Utf8Buffer out) {
        if (value == null || value.isEmpty()) {
            out.ascii('-');
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                hex(c, out);
            } else {
                out.ascii(c);
            }
        }
    }

    /** Fields are kept as ISO 8859-1: one char is the byte that came. In upper case, as nginx does. */
    private static void hex(char c, Utf8Buffer out) {
        out.ascii("\\x");
        out.ascii(Character.toUpperCase(Character.forDigit(c >> 4 & 0xf, 16)));
        out.ascii(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
    }
}
