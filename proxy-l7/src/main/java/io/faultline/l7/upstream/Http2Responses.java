package io.faultline.l7.upstream;

import io.faultline.l7.http1.MessageRules;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Makes a response head of a decoded header block, or says which rule of RFC 9113 8.3.2 it breaks. An
 * endpoint is trusted no more than a client: what gets through here may be written as HTTP/1.
 */
final class Http2Responses {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private Http2Responses() {}

    /** Fills the head, whose fields are decoded already; returns the broken rule, or null. */
    static @Nullable String apply(
            ResponseHead head, HpackDecoder block, Method requested, boolean endStream) {
        head.version(HttpVersion.HTTP_2);
        head.keepAlive(true);
        if (block.isTooLarge() || block.hasTooMany()) {
            return "a head larger than our limits (http.limits)";
        }
        int status = status(head.bytes(), block);
        if (status < 0) {
            return "RFC 9113 8.3.2: no :status of three digits";
        }
        for (PseudoField other : PseudoField.values()) {
            if (other != PseudoField.STATUS && block.has(other)) {
                return "RFC 9113 8.3: " + other.label() + " in a response";
            }
        }
        if (status == SWITCHING_PROTOCOLS) {
            return "RFC 9113 8.6: 101 in HTTP/2";
        }
        head.status(status);
        if (head.isInterim()) {
            head.fields().dropAll(KnownField.CONTENT_LENGTH);
            return endStream ? "RFC 9113 8.1: an interim answer that ends the stream" : null;
        }
        return length(head, requested, endStream);
    }

    private static int status(byte[] bytes, HpackDecoder block) {
        if (!block.has(PseudoField.STATUS)) {
            return -1;
        }
        int from = block.start(PseudoField.STATUS);
        if (block.end(PseudoField.STATUS) - from != 3) {
            return -1;
        }
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            status = status * 10 + digit;
        }
        return status < 100 ? -1 : status;
    }

    private static @Nullable String length(ResponseHead head, Method requested, boolean endStream) {
        Fields fields = head.fields();
        long length = MessageRules.contentLength(fields);
        if (length == MessageRules.BAD_LENGTH) {
            return "RFC 9110 8.6: a Content-Length that is no number, or more than one";
        }
        boolean declared = length != MessageRules.NO_LENGTH;
        if (head.status() == NO_CONTENT) {
            fields.dropAll(KnownField.CONTENT_LENGTH);
            head.bodyLength(BodyLength.NONE, false);
        } else if (requested == Method.HEAD || head.status() == NOT_MODIFIED) {
            head.bodyLength(BodyLength.NONE, declared); // of a body that never comes: kept as it is
        } else {
            if (endStream && length > 0) {
                return "RFC 9113 8.1.1: fewer bytes than content-length says";
            }
            if (endStream) {
                // A head that says no length is said with one in HTTP/1 only, where its end needs
                // it.
                head.bodyLength(BodyLength.NONE, true);
            } else {
                fields.dropAll(KnownField.CONTENT_LENGTH);
                head.bodyLength(declared ? length : BodyLength.FRAMED, declared);
            }
        }
        if (head.bodyLength() != BodyLength.FRAMED) {
            fields.dropAll(KnownField.TRAILER);
        }
        // RFC 9110 11.7.1: for the next client on the way back, which is us.
        fields.dropAll(KnownField.PROXY_AUTHENTICATE);
        fields.dropAll(KnownField.TE);
        return null;
    }

    /** How many bytes may follow is known: none, or as many as were declared. */
    static boolean hasLength(ResponseHead head) {
        return head.bodyLength() != BodyLength.FRAMED;
    }
}
