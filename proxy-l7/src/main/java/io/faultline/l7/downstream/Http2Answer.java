package io.faultline.l7.downstream;

import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.ResponseHead;

/**
 * The answer on one stream: how far it has come, and how its head stands in HTTP/2, without a version, a
 * reason and what frames bodies.
 */
final class Http2Answer {

    private static final int OK = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final long ACCEPT = KnownField.mask(KnownField.SEC_WEBSOCKET_ACCEPT);

    private boolean begun;
    private int status;
    private long bytes;
    private long left; // of a declared length; below 0 where the end is told otherwise

    void clear() {
        begun = false;
        status = 0;
        bytes = 0;
        left = -1;
    }

    /** This is its head. */
    void begin(ResponseHead head) {
        begun = true;
        status = status(head);
        // An endpoint that speaks HTTP/2 may send trailers behind the last of its bytes.
        boolean endKnown = head.bodyLength() > 0 && head.version() != HttpVersion.HTTP_2;
        left = endKnown ? head.bodyLength() : -1;
    }

    boolean hasBegun() {
        return begun;
    }

    /** What the client reads, 0 before the head. */
    int status() {
        return status;
    }

    /** So many more bytes of its content are here; true when they are known to be the last. */
    boolean passes(int count) {
        bytes += count;
        left -= count;
        return left == 0;
    }

    /** Of its content. */
    long bytes() {
        return bytes;
    }

    // ---- heads

    /** RFC 9113 8.6 knows no 101: a tunnel is opened with 200 (RFC 8441 5). */
    private static int status(ResponseHead head) {
        return opensTunnel(head) ? OK : head.status();
    }

    private static boolean opensTunnel(ResponseHead head) {
        return head.status() == SWITCHING_PROTOCOLS;
    }

    static void encode(ResponseHead head, HpackEncoder encoder) {
        encoder.status(status(head));
        encoder.fields(head.fields(), opensTunnel(head) ? ACCEPT : 0);
        if (tellsLength(head)) {
            encoder.contentLength(head.bodyLength());
        }
    }

    /**
     * RFC 9110 8.6: no length in 1xx and 204; one that stands in the head already is sent as it is. None is
     * added to the head of an endpoint that ends its stream with it, as gRPC does.
     */
    private static boolean tellsLength(ResponseHead head) {
        boolean none = head.bodyLength() == BodyLength.NONE && head.isLengthDeclared();
        boolean known = head.bodyLength() > 0 || none && head.version() != HttpVersion.HTTP_2;
        return known
                && head.status() >= OK
                && head.status() != NO_CONTENT
                && !head.fields().has(KnownField.CONTENT_LENGTH);
    }

    /** No body follows. */
    static boolean endsWithHead(ResponseHead head, Method asked) {
        return !opensTunnel(head) && (head.bodyLength() == BodyLength.NONE || asked == Method.HEAD);
    }
}
