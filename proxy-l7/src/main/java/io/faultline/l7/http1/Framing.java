package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;

/**
 * How long a message says it is, by Content-Length and Transfer-Encoding: the rules that request
 * smuggling lives on, so there is one reading of each line or none.
 */
final class Framing {

    private static final byte[] CHUNKED = Ascii.bytes("chunked");

    private static final String OTHER_CODING =
            "RFC 9112 6.1: a transfer coding other than 'chunked'";
    private static final String OTHER_CODING_ASKED = OTHER_CODING + " (501 Not Implemented)";

    private static final long NO_NUMBER = -1;

    private final LineReader reader;
    private final Sender sender;

    private boolean chunked;
    private boolean lengthDeclared;
    private long length;

    Framing(LineReader reader, Sender sender) {
        this.reader = reader;
        this.sender = sender;
    }

    /** Transfer-Encoding is there, and it is understood. */
    boolean isChunked() {
        return chunked;
    }

    boolean isLengthDeclared() {
        return lengthDeclared;
    }

    /** What is declared; {@link BodyLength#NONE} without any. */
    long length() {
        return length;
    }

    /** False when the message was rejected. */
    boolean read(Fields fields, HttpVersion version) {
        chunked = false;
        lengthDeclared = false;
        length = BodyLength.NONE;
        int coding = fields.first(KnownField.TRANSFER_ENCODING);
        int declared = fields.first(KnownField.CONTENT_LENGTH);
        return (coding < 0 || readCoding(fields, coding, declared, version))
                && (declared < 0 || readLength(fields, declared));
    }

    private boolean readCoding(Fields fields, int coding, int declared, HttpVersion version) {
        if (declared >= 0) {
            // RFC 9112 6.1 lets Transfer-Encoding win; an attacker counts on the one who disagrees.
            return ambiguous(
                    "RFC 9112 6.1: both Transfer-Encoding and Content-Length", fields, declared);
        }
        if (version == HttpVersion.HTTP_1_0) {
            return ambiguous("RFC 9112 6.1: Transfer-Encoding in HTTP/1.0", fields, coding);
        }
        int another = fields.next(KnownField.TRANSFER_ENCODING, coding + 1);
        if (another >= 0) {
            return ambiguous("RFC 9112 6.1: more than one Transfer-Encoding", fields, another);
        }
        if (!Ascii.equalsIgnoreCase(
                fields.bytes(), fields.valueStart(coding), fields.valueEnd(coding), CHUNKED)) {
            return broken(
                    sender == Sender.CLIENT ? OTHER_CODING_ASKED : OTHER_CODING, fields, coding);
        }
        chunked = true;
        return true;
    }

    private boolean readLength(Fields fields, int declared) {
        byte[] bytes = fields.bytes();
        length = decimal(bytes, fields.valueStart(declared), fields.valueEnd(declared));
        if (length == NO_NUMBER) {
            return Syntax.indexOf(
                                    (byte) ',',
                                    bytes,
                                    fields.valueStart(declared),
                                    fields.valueEnd(declared))
                            >= 0
                    ? ambiguous("RFC 9110 8.6: a list of lengths", fields, declared)
                    : broken(
                            "RFC 9110 8.6: a Content-Length that is no number below 2^63",
                            fields,
                            declared);
        }
        lengthDeclared = true;
        for (int i = fields.next(KnownField.CONTENT_LENGTH, declared + 1);
                i >= 0;
                i = fields.next(KnownField.CONTENT_LENGTH, i + 1)) {
            // RFC 9110 8.6 allows to take equal ones for one. An application
            // that answers so is only careless, and a client sees the one
            // length we write; a request that says so is a probe.
            if (sender == Sender.CLIENT
                    || decimal(bytes, fields.valueStart(i), fields.valueEnd(i)) != length) {
                return ambiguous("RFC 9110 8.6: more than one Content-Length", fields, i);
            }
        }
        return true;
    }

    static long decimal(byte[] bytes, int from, int to) {
        if (from == to) {
            return NO_NUMBER;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return NO_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private boolean ambiguous(String rule, Fields fields, int field) {
        reader.reject(sender.ambiguous(), rule, quote(fields, field));
        return false;
    }

    private boolean broken(String rule, Fields fields, int field) {
        reader.reject(sender.broken(), rule, quote(fields, field));
        return false;
    }

    /** A whole field as it came. */
    static String quote(Fields fields, int field) {
        return Syntax.quote(fields.bytes(), fields.nameStart(field), fields.valueEnd(field));
    }
}
