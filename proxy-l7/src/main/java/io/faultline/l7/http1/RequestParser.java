package io.faultline.l7.http1;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads under the strict rules of RFC 9112: what two servers could read differently is
 * refused. docs/adr/0011 lists what is let through and why.
 *
 * <p>One per connection, reused; on the worker's loop only.
 */
public final class RequestParser extends LineReader {

    /** Where the parser is before the first line. */
    private enum Before {
        EMPTY_LINES,
        CARRIAGE_RETURN,
        TLS_RECORD,
        NOTHING_MORE // the head has begun
    }

    private static final int MAX_EMPTY_LINES = 4;
    private static final int MAX_METHOD_BYTES = 64;
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR_VERSION = 0x03;

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final int VERSION_BYTES = HTTP_1.length + 1;
    private static final byte[] HTTP_2_PREFACE = Ascii.bytes("PRI * HTTP/2.0");

    private static final String FOREIGN = "RFC 9112 3: no method, target and version of HTTP";

    private final RequestTarget target = new RequestTarget();
    private final RequestFields meaning = new RequestFields(this);

    private Before before = Before.EMPTY_LINES;
    private int emptyLines;
    private boolean begun;
    private boolean fresh = true;
    private boolean foreign;
    private @Nullable RequestHead head; // while it is fed

    public RequestParser(HeadLimits limits) {
        super(Sender.CLIENT, limits);
        reset();
    }

    /** To be called before each message. */
    public void reset() {
        restart(true);
        before = Before.EMPTY_LINES;
        emptyLines = 0;
        begun = false;
        fresh = true;
        foreign = false;
    }

    /** Whether a byte of a head has come; empty lines before it do not count. */
    public boolean hasBegun() {
        return begun;
    }

    /** Nothing in the line that was refused is HTTP's, so an answer in HTTP would not be understood. */
    public boolean isForeign() {
        return foreign;
    }

    /**
     * Takes what belongs to the head. The first call after {@link #reset} clears it, so what its bytes do
     * not say ({@link RequestHead#secure}) is to be set when it is complete.
     *
     * @return the index of the first byte that was not taken
     */
    public int feed(Chunk chunk, int from, int to, RequestHead into) {
        if (fresh) {
            fresh = false;
            if (isSaidAgain(chunk, from, to, into.fields())) {
                into.sayAgain();
                begun = true;
                before = Before.NOTHING_MORE;
                return from + into.fields().length();
            }
            into.clear();
        }
        int at = before == Before.NOTHING_MORE ? from : skipBefore(chunk, from, to);
        head = into;
        at = read(chunk, at, to, into.fields());
        head = null;
        return at;
    }

    private int skipBefore(Chunk chunk, int from, int to) {
        int at = from;
        while (at < to && before != Before.NOTHING_MORE && outcome() == Parsed.MORE) {
            byte b = chunk.at(at);
            if (before == Before.EMPTY_LINES && Syntax.is(Syntax.TOKEN, b)) {
                begun = true;
                before = Before.NOTHING_MORE;
                return at;
            }
            at++;
            switch (before) {
                case EMPTY_LINES -> first(b);
                case CARRIAGE_RETURN -> emptyLine(b);
                default -> notPlain(b);
            }
        }
        return at;
    }

    private void first(byte b) {
        switch (b) {
            case '\r' -> before = Before.CARRIAGE_RETURN;
            case '\n' -> {
                begun = true;
                rejectByte("RFC 9112 2.2: a line ends with LF alone", b);
            }
            case TLS_HANDSHAKE -> {
                begun = true;
                before = Before.TLS_RECORD;
            }
            default -> {
                begun = true;
                rejectByte("RFC 9112 3: a request line begins with a method", b);
            }
        }
    }

    private void emptyLine(byte b) {
        before = Before.EMPTY_LINES;
        if (b != '\n') {
            rejectByte("RFC 9112 2.2: CR alone", b);
        } else if (++emptyLines > MAX_EMPTY_LINES) {
            reject(
                    sender().broken(),
                    "RFC 9112 2.2: more than " + MAX_EMPTY_LINES + " empty lines before a request",
                    "no request line in sight");
        }
    }

    private void notPlain(byte b) {
        if (b == TLS_MAJOR_VERSION) {
            reject(
                    sender().broken(),
                    "RFC 9112 3: not HTTP but TLS",
                    "a TLS handshake (0x16 0x03) on a port that speaks plain HTTP: the client means https");
        } else {
            rejectByte("RFC 9112 3: a request line begins with a method", b);
        }
    }

    private void rejectByte(String rule, byte b) {
        reject(sender().broken(), rule, "byte 0x" + Syntax.hex(b));
    }

    // ---- the request line

    @Override
    void startLine(Fields fields, int start, int end) {
        RequestHead into = Objects.requireNonNull(head);
        byte[] bytes = fields.bytes();
        int methodEnd = Syntax.skip(Syntax.TOKEN, bytes, start, end);
        int targetStart = methodEnd + 1;
        if (methodEnd == end || bytes[methodEnd] != ' ' || methodEnd - start > MAX_METHOD_BYTES) {
            rejectLine(
                    methodEnd - start > MAX_METHOD_BYTES
                            ? "RFC 9110 9.1: a method of more than 64 bytes (501 Not Implemented)"
                            : "RFC 9112 3: no method and one space at the start",
                    bytes,
                    start,
                    end);
            return;
        }
        into.method(start, methodEnd); // a refused request has a record too
        int targetEnd = Syntax.skip(Syntax.QUERY, bytes, targetStart, end);
        if (targetEnd == targetStart || targetEnd < end && bytes[targetEnd] != ' ') {
            rejectLine(targetRule(bytes, targetStart, targetEnd, end), bytes, start, end);
            return;
        }
        if (targetEnd - targetStart > limits().maxTargetBytes()) {
            targetTooLong(targetEnd - targetStart);
            return;
        }
        into.target(targetStart, targetEnd);
        HttpVersion version = version(bytes, targetEnd + 1, end);
        if (version == null) {
            foreign = isForeign(bytes, start, methodEnd, targetEnd, end);
            rejectLine(
                    foreign ? FOREIGN : versionRule(bytes, start, targetEnd, end),
                    bytes,
                    start,
                    end);
            return;
        }
        into.version(version);
        String fault = target.split(into);
        if (fault != null) {
            rejectLine(fault, bytes, start, end);
        }
    }

    private static @Nullable HttpVersion version(byte[] bytes, int from, int end) {
        if (end - from != VERSION_BYTES || !Ascii.equals(bytes, from, end - 1, HTTP_1)) {
            return null;
        }
        return switch (bytes[end - 1]) {
            case '1' -> HttpVersion.HTTP_1_1;
            case '0' -> HttpVersion.HTTP_1_0;
            default -> null;
        };
    }

    private static String targetRule(byte[] bytes, int from, int at, int end) {
        if (at == end || bytes[at] == ' ') {
            return "RFC 9112 3: no target behind one space";
        }
        return switch (bytes[at]) {
            case '#' -> "RFC 9112 3.2: a fragment in a target";
            case '\r' -> "RFC 9112 2.2: CR alone";
            default -> "RFC 9112 3.2: a byte that no target may hold: 0x" + Syntax.hex(bytes[at]);
        };
    }

    /** Three words, none of which HTTP knows. It may be a preface of HTTP/2 gone wrong (RFC 9113 3.4). */
    private static boolean isForeign(
            byte[] bytes, int start, int methodEnd, int targetEnd, int end) {
        return end - targetEnd > 1
                && bytes[targetEnd + 1] != 'H'
                && Method.of(bytes, start, methodEnd) == Method.OTHER
                && Syntax.skip(Syntax.TOKEN, bytes, methodEnd + 1, targetEnd) == targetEnd
                && Syntax.skip(Syntax.TOKEN, bytes, targetEnd + 1, end) == end;
    }

    private static String versionRule(byte[] bytes, int start, int targetEnd, int end) {
        if (targetEnd == end) {
            return "RFC 9112 3: no version (HTTP/0.9 is not spoken)";
        }
        if (end - targetEnd <= HTTP_1.length || bytes[targetEnd + 1] != 'H') {
            return "RFC 9112 3: no version behind one space";
        }
        return Ascii.equals(bytes, start, end, HTTP_2_PREFACE)
                ? "RFC 9113 3.4: an HTTP/2 preface where HTTP/1 is spoken"
                : "RFC 9112 2.3: neither HTTP/1.0 nor HTTP/1.1 (505 HTTP Version Not Supported)";
    }

    @Override
    void tooLong(Fields fields) {
        byte[] bytes = fields.bytes();
        int targetStart = Syntax.skip(Syntax.TOKEN, bytes, 0, fields.length()) + 1;
        int targetEnd = Syntax.skip(Syntax.QUERY, bytes, targetStart, fields.length());
        if (targetEnd - targetStart > limits().maxTargetBytes()) {
            targetTooLong(targetEnd - targetStart);
        } else {
            super.tooLong(fields);
        }
    }

    private void targetTooLong(int seen) {
        reject(
                ApplicationFault.URI_TOO_LONG,
                "a target of more than " + limits().maxTargetBytes() + " bytes",
                seen + " bytes seen");
    }

    private void rejectLine(String rule, byte[] bytes, int start, int end) {
        reject(sender().broken(), rule, bytes, start, end);
    }

    // ---- the fields

    @Override
    void end(Fields fields) {
        RequestHead into = Objects.requireNonNull(head);
        if (!checkHost(into)) {
            return;
        }
        String fault = target.settle(into);
        if (fault != null) {
            int host = fields.first(KnownField.HOST);
            String target = Syntax.quote(fields.bytes(), into.targetStart(), into.targetEnd());
            reject(sender().broken(), fault, target + " and " + Framing.quote(fields, host));
            return;
        }
        meaning.apply(into);
        if (outcome() == Parsed.COMPLETE) {
            into.keep();
        }
    }

    private boolean checkHost(RequestHead into) {
        Fields fields = into.fields();
        int host = fields.first(KnownField.HOST);
        if (host < 0) {
            if (into.version() == HttpVersion.HTTP_1_0) {
                return true;
            }
            reject(sender().broken(), "RFC 9112 3.2: no Host", "fields: " + fields.count());
            return false;
        }
        int another = fields.next(KnownField.HOST, host + 1);
        if (another >= 0) {
            reject(
                    sender().broken(),
                    "RFC 9112 3.2: more than one Host",
                    Framing.quote(fields, another));
            return false;
        }
        String fault =
                Authority.fault(fields.bytes(), fields.valueStart(host), fields.valueEnd(host));
        if (fault != null) {
            reject(sender().broken(), fault, Framing.quote(fields, host));
            return false;
        }
        return true;
    }
}
