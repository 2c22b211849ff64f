package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import org.jspecify.annotations.Nullable;

/** The first rule of messages that a block breaks, and the beginning of the name of the field that does. */
final class Complaint {

    private static final int QUOTED_BYTES = 60;
    private static final byte[] TRAILERS = Ascii.bytes("trailers");

    private @Nullable MalformedField fault;
    private String name = "";

    void clear() {
        fault = null;
        name = "";
    }

    @Nullable MalformedField fault() {
        return fault;
    }

    /** Printable, whatever came. */
    String name() {
        return name;
    }

    void about(@Nullable MalformedField broken, byte[] bytes, int nameStart, int nameEnd) {
        if (fault == null) {
            fault = broken;
            name = printable(bytes, nameStart, nameEnd);
        }
    }

    private static String printable(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + QUOTED_BYTES);
        var text = new StringBuilder();
        for (int i = from; i < end; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '?');
        }
        return text.toString();
    }

    /** RFC 9113 8.2.2: no field that is about a connection, and of TE only what is not. */
    void aboutConnections(Fields fields, int from) {
        if (fault != null
                || !fields.hasAny(FieldFacts.OF_CONNECTION) && !fields.has(KnownField.TE)) {
            return;
        }
        for (int i = from; i < fields.count() && fault == null; i++) {
            KnownField known = fields.known(i);
            if (known == null) {
                continue;
            }
            if ((known.bit() & FieldFacts.OF_CONNECTION) != 0) {
                fault = MalformedField.CONNECTION_SPECIFIC;
                name = known.label();
            } else if (known == KnownField.TE && !isTrailers(fields, i)) {
                fault = MalformedField.TE;
                name = known.label();
            }
        }
    }

    private static boolean isTrailers(Fields fields, int te) {
        return Ascii.equalsIgnoreCase(
                fields.bytes(), fields.valueStart(te), fields.valueEnd(te), TRAILERS);
    }
}
