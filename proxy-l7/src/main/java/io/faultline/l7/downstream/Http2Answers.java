package io.faultline.l7.downstream;

import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.ResponseHead;

/** How the head of an answer stands in HTTP/2: without a version, a reason and what frames bodies. */
final class Http2Answers {

    private static final int OK = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final long ACCEPT = KnownField.mask(KnownField.SEC_WEBSOCKET_ACCEPT);

    private Http2Answers() {}

    /** RFC 9113 8.6 knows no 101: a tunnel is opened with 200 (RFC 8441 5). */
    static int status(ResponseHead head) {
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
