package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.wire.Outbox;

/**
 * Writes heads and the framing of chunked bodies. Fields that nobody touched, and those that we added,
 * are copied as the runs of lines that they are; Connection, Content-Length and Transfer-Encoding are written anew from what the
 * head means, so they never contradict the body that follows.
 *
 * <p>Fields that were {@linkplain Fields#found found} must lie in the bytes as lines of HTTP/1, one
 * behind the other.
 */
public final class HeadWriter {

    private static final byte[] CRLF = Ascii.bytes("\r\n");
    private static final byte[] HTTP_1_1_END = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] HOST = Ascii.bytes("host: ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length: ");
    private static final byte[] CHUNKED = Ascii.bytes("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("connection: upgrade\r\n");
    private static final byte[] TE = Ascii.bytes("connection: te\r\n");
    private static final byte[] TE_AND_UPGRADE = Ascii.bytes("connection: te, upgrade\r\n");
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");

    /** Our own lines, and the start line without its target and reason. */
    private static final int ROOM_OF_OWN = 512;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int UPGRADE_REQUIRED = 426;

    private HeadWriter() {}

    /** The most that a head with these fields takes. Its limits keep that below what an outbox has free. */
    public static int room(Fields fields) {
        return fields.length() + fields.count() * CRLF.length + ROOM_OF_OWN;
    }

    /** As HTTP/1.1, whatever version the client speaks. */
    public static void request(RequestHead head, Outbox out) {
        Fields fields = head.fields();
        byte[] bytes = fields.bytes();
        out.put(bytes, head.methodStart(), head.methodEnd());
        out.put((byte) ' ');
        out.put(bytes, head.pathStart(), head.pathEnd());
        if (head.hasQuery()) {
            out.put((byte) '?');
            out.put(bytes, head.queryStart(), head.queryEnd());
        }
        out.put(HTTP_1_1_END);
        if (!fields.has(KnownField.HOST)) {
            // RFC 9112 3.2: HTTP/1.1 always has one, empty if the client (HTTP/1.0) named no host.
            out.put(HOST);
            out.put(bytes, head.authorityStart(), head.authorityEnd());
            out.put(CRLF);
        }
        fields(fields, out);
        framing(head.bodyLength(), head.isLengthDeclared(), out);
        boolean te = fields.has(KnownField.TE); // RFC 9110 10.1.4: must be listed
        if (head.asksForUpgrade()) {
            out.put(te ? TE_AND_UPGRADE : UPGRADE);
        } else if (te) {
            out.put(TE);
        }
        out.put(CRLF);
    }

    /**
     * The caller has set {@link ResponseHead#keepAlive} to whether the connection it writes to stays
     * open, and the body length to how the body goes out there: UNTIL_CLOSE instead of FRAMED to a client
     * of HTTP/1.0.
     */
    public static void response(ResponseHead head, HttpVersion to, Outbox out) {
        Fields fields = head.fields();
        int status = head.status();
        if (head.reasonEnd() > head.reasonStart()) {
            StatusLine.put(status, out);
            out.put(fields.bytes(), head.reasonStart(), head.reasonEnd());
            out.put(CRLF);
        } else {
            StatusLine.putWithReason(status, out);
        }
        fields(fields, out);
        // RFC 9110 8.6, RFC 9112 6.1: neither length nor coding in 1xx and 204.
        if (status >= 200 && status != NO_CONTENT && !fields.has(KnownField.CONTENT_LENGTH)) {
            framing(head.bodyLength(), head.isLengthDeclared(), out);
        }
        connection(head, to, out);
        out.put(CRLF);
    }

    private static void connection(ResponseHead head, HttpVersion to, Outbox out) {
        int status = head.status();
        if (status == SWITCHING_PROTOCOLS) {
            out.put(UPGRADE);
        } else if (!head.isInterim()) {
            if (!head.keepAlive()) {
                out.put(CLOSE);
            } else if (to == HttpVersion.HTTP_1_0) {
                out.put(KEEP_ALIVE);
            } else if (status == UPGRADE_REQUIRED && head.fields().has(KnownField.UPGRADE)) {
                out.put(UPGRADE);
            }
        }
    }

    private static void framing(long bodyLength, boolean declared, Outbox out) {
        if (bodyLength == BodyLength.FRAMED) {
            out.put(CHUNKED);
        } else if (bodyLength > 0 || bodyLength == BodyLength.NONE && declared) {
            out.put(CONTENT_LENGTH);
            out.putDecimal(bodyLength);
            out.put(CRLF);
        }
    }

    private static void fields(Fields fields, Outbox out) {
        byte[] bytes = fields.bytes();
        int count = fields.count();
        int at = 0;
        while (at < count) {
            if (fields.isDropped(at)) {
                at++;
            } else {
                int last = fields.lastOfRun(at);
                out.put(bytes, fields.nameStart(at), fields.valueEnd(last));
                out.put(CRLF);
                at = last + 1;
            }
        }
    }

    // ---- chunked bodies

    /** The most that the framing of one chunk takes. */
    public static final int CHUNK_ROOM = 12;

    /** A whole chunk; nothing for no bytes, because that would be the last one. */
    public static void chunk(Outbox out, Chunk chunk, int from, int to) {
        if (from < to) {
            chunkStart(out, to - from);
            out.put(chunk, from, to);
            chunkEnd(out);
        }
    }

    /** The start line of a chunk, of at least one byte, whose bytes the caller sends itself. */
    public static void chunkStart(Outbox out, int size) {
        out.putHex(size);
        out.put(CRLF);
    }

    static void chunkEnd(Outbox out) {
        out.put(CRLF);
    }

    /**
     * A chunk of at least one byte, whose bytes go out from where they lie if they are many.
     *
     * @return false when bytes wait in the wire
     */
    public static boolean passChunk(Outbox out, Chunk chunk, int from, int to) {
        chunkStart(out, to - from);
        boolean goesOn = out.pass(chunk, from, to);
        chunkEnd(out);
        return goesOn;
    }

    /** The end of a chunked body. */
    public static void lastChunk(Outbox out, Fields trailers) {
        out.put(LAST_CHUNK);
        fields(trailers, out);
        out.put(CRLF);
    }
}
