package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;

/**
 * What Connection says (RFC 9110 7.6.1): whether the connection stays, and which other fields end here.
 * Those are dropped at once.
 */
final class ConnectionOptions {

    /** Nobody lists so many; each one is compared with every field. */
    private static final int MAX_OPTIONS = 32;

    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");

    private final LineReader reader;
    private final Sender sender;

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;

    ConnectionOptions(LineReader reader, Sender sender) {
        this.reader = reader;
        this.sender = sender;
    }

    /** RFC 9112 9.3. */
    boolean isPersistent(HttpVersion version) {
        return !close && (keepAlive || version != HttpVersion.HTTP_1_0);
    }

    boolean hasUpgrade() {
        return upgrade;
    }

    /** False when the message was rejected. */
    boolean read(Fields fields) {
        close = false;
        keepAlive = false;
        upgrade = false;
        int options = 0;
        for (int field = fields.first(KnownField.CONNECTION);
                field >= 0;
                field = fields.next(KnownField.CONNECTION, field + 1)) {
            byte[] bytes = fields.bytes();
            int end = fields.valueEnd(field);
            int at = fields.valueStart(field);
            while (at <= end) {
                int comma = Syntax.indexOf((byte) ',', bytes, at, end);
                int elementEnd = comma < 0 ? end : comma;
                int from = Syntax.skipBlanks(bytes, at, elementEnd);
                int to = Syntax.trimBlanks(bytes, from, elementEnd);
                if (++options > MAX_OPTIONS) {
                    return reject(
                            "more than " + MAX_OPTIONS + " connection options", fields, field);
                }
                // RFC 9110 5.6.1: an empty element counts for nothing.
                if (from < to && !option(fields, field, from, to)) {
                    return false;
                }
                at = elementEnd + 1;
            }
        }
        return true;
    }

    private boolean option(Fields fields, int field, int from, int to) {
        byte[] bytes = fields.bytes();
        if (Ascii.equalsIgnoreCase(bytes, from, to, KEEP_ALIVE)) {
            keepAlive = true;
        } else if (Ascii.equalsIgnoreCase(bytes, from, to, CLOSE)) {
            close = true;
        } else if (Ascii.equalsIgnoreCase(bytes, from, to, UPGRADE)) {
            upgrade = true;
        } else if (Syntax.skip(Syntax.TOKEN, bytes, from, to) < to) {
            return reject("RFC 9110 7.6.1: a connection option that is no token", fields, field);
        } else if (EndToEnd.names(bytes, from, to)) {
            // RFC 9110 7.6.1: no sender may list a field that is meant for
            // all recipients. To obey would let a client take away what
            // others say about it; an upstream's slip is only not obeyed.
            return sender == Sender.UPSTREAM
                    || reject(
                            "RFC 9110 7.6.1: Connection lists a field that is not of this connection",
                            fields,
                            field);
        } else if (KnownField.of(bytes, from, to) == null) {
            // The known ones that end here have rules of
            // their own; TE and Upgrade even must be listed.
            drop(fields, from, to);
        }
        return true;
    }

    private static void drop(Fields fields, int from, int to) {
        byte[] bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isDropped(i)
                    && fields.nameEnd(i) - fields.nameStart(i) == to - from
                    && sameName(bytes, fields.nameStart(i), from, to)) {
                fields.drop(i);
            }
        }
    }

    private static boolean sameName(byte[] bytes, int name, int from, int to) {
        for (int i = name, j = from; j < to; i++, j++) {
            if (Ascii.lower(bytes[i]) != Ascii.lower(bytes[j])) {
                return false;
            }
        }
        return true;
    }

    private boolean reject(String rule, Fields fields, int field) {
        reader.reject(sender.broken(), rule, Framing.quote(fields, field));
        return false;
    }
}
