package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import org.jspecify.annotations.Nullable;

/** What RFC 9110 asks of every message, for codecs that speak another version than HTTP/1. */
public final class MessageRules {

    /** No Content-Length is there. */
    public static final long NO_LENGTH = -1;

    /** One is there that is no number, or there are several. */
    public static final long BAD_LENGTH = -2;

    private static final int MAX_METHOD_BYTES = 64;
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");

    private MessageRules() {}

    /** What is wrong with these bytes as a method, or null. */
    public static @Nullable String methodFault(byte[] bytes, int from, int to) {
        if (to == from || to - from > MAX_METHOD_BYTES) {
            return "RFC 9110 9.1: a method of no bytes or more than 64";
        }
        return Syntax.skip(Syntax.TOKEN, bytes, from, to) == to
                ? null
                : "RFC 9110 9.1: a method that is no token";
    }

    /** Takes the target of the head, a path with or without a query, apart; returns what is wrong. */
    public static @Nullable String splitPath(RequestHead head) {
        byte[] bytes = head.bytes();
        int from = head.targetStart();
        int to = head.targetEnd();
        int bad = Syntax.skip(Syntax.QUERY, bytes, from, to);
        return bad == to
                ? RequestTarget.splitPath(head, bytes, from, to)
                : "RFC 3986 3.3: a byte that no path or query may hold: 0x"
                        + Syntax.hex(bytes[bad]);
    }

    /** What is wrong with these bytes as a host with an optional port, or null. */
    public static @Nullable String authorityFault(byte[] bytes, int from, int to) {
        return from == to
                ? "RFC 9110 4.2.1: an http URI without a host"
                : Authority.fault(bytes, from, to);
    }

    /** Whether two of them, both without fault, name the same host and port. */
    public static boolean isSameAuthority(
            byte[] bytes, int from, int to, int otherFrom, int otherTo, int defaultPort) {
        return Authority.same(bytes, from, to, otherFrom, otherTo, defaultPort);
    }

    /** What Content-Length says: a number, {@link #NO_LENGTH} or {@link #BAD_LENGTH}. */
    public static long contentLength(Fields fields) {
        int field = fields.first(KnownField.CONTENT_LENGTH);
        if (field < 0) {
            return NO_LENGTH;
        }
        if (fields.next(KnownField.CONTENT_LENGTH, field + 1) >= 0) {
            return BAD_LENGTH;
        }
        long length =
                Framing.decimal(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
        return length < 0 ? BAD_LENGTH : length;
    }

    /** Whether every expectation is the only one there is (RFC 9110 10.1.1). */
    public static boolean expectsOnlyContinue(Fields fields) {
        for (int i = fields.first(KnownField.EXPECT);
                i >= 0;
                i = fields.next(KnownField.EXPECT, i + 1)) {
            if (!Ascii.equalsIgnoreCase(
                    fields.bytes(), fields.valueStart(i), fields.valueEnd(i), CONTINUE)) {
                return false;
            }
        }
        return true;
    }

    /** Drops what an application could take for a field that only proxies may send. */
    public static void dropImitations(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) == null
                    && !fields.isDropped(i)
                    && EndToEnd.imitates(fields.bytes(), fields.nameStart(i), fields.nameEnd(i))) {
                fields.drop(i);
            }
        }
    }

    /** Drops what comes too late behind a body (RFC 9110 6.5.1). */
    public static void dropWhatMayNotTrail(Fields trailers) {
        for (int i = 0; i < trailers.count(); i++) {
            if (!trailers.isDropped(i) && !TrailerReader.mayTrail(trailers, i)) {
                trailers.drop(i);
            }
        }
    }
}
