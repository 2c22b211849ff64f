package io.faultline.l7.downstream;

import io.faultline.l7.http1.MessageRules;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request head of a decoded header block, or says which rule of RFC 9113 8.3 it breaks. What gets
 * through here may be written as HTTP/1: no byte of it can end a line or begin another request.
 */
final class Http2Requests {

    private static final byte[] COOKIE = Ascii.bytes("cookie");
    private static final byte[] CRUMB = Ascii.bytes("; ");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Http2Requests() {}

    /** Fills the head, whose fields are decoded already; returns the broken rule, or null. */
    static @Nullable String apply(RequestHead head, HpackDecoder block, boolean endStream) {
        head.version(HttpVersion.HTTP_2);
        String fault = startLine(head, block);
        if (fault == null) {
            fault = authority(head, block);
        }
        return fault == null ? fields(head, endStream) : fault;
    }

    /** What can be said of a request that is too large to be one: how it began. */
    static void name(RequestHead head, HpackDecoder block) {
        head.version(HttpVersion.HTTP_2);
        if (block.has(PseudoField.METHOD)) {
            int from = block.start(PseudoField.METHOD);
            int to = block.end(PseudoField.METHOD);
            if (MessageRules.methodFault(head.bytes(), from, to) == null) {
                head.method(from, to);
            }
        }
        if (block.has(PseudoField.PATH)) {
            head.target(block.start(PseudoField.PATH), block.end(PseudoField.PATH));
        }
    }

    private static @Nullable String startLine(RequestHead head, HpackDecoder block) {
        if (!block.has(PseudoField.METHOD)) {
            return "RFC 9113 8.3.1: a request without :method";
        }
        int method = block.start(PseudoField.METHOD);
        int methodEnd = block.end(PseudoField.METHOD);
        String fault = MessageRules.methodFault(head.bytes(), method, methodEnd);
        if (fault != null) {
            return fault;
        }
        head.method(method, methodEnd);
        if (block.has(PseudoField.STATUS)) {
            return "RFC 9113 8.3: :status in a request";
        }
        boolean scheme = block.has(PseudoField.SCHEME);
        boolean path = block.has(PseudoField.PATH);
        boolean extended = block.has(PseudoField.PROTOCOL);
        if (extended) {
            String refusal = extendedConnect(head, block);
            if (refusal != null) {
                return refusal;
            }
        } else if (head.method() == Method.CONNECT) {
            return scheme || path || !block.has(PseudoField.AUTHORITY)
                    ? "RFC 9113 8.5: CONNECT has an :authority, and neither :scheme nor :path"
                    : null;
        }
        if (!scheme || !path) {
            return "RFC 9113 8.3.1: a request without :scheme or :path";
        }
        return isHttp(head, block)
                ? path(head, block)
                : "RFC 9113 8.3.1: a :scheme other than http";
    }

    private static @Nullable String extendedConnect(RequestHead head, HpackDecoder block) {
        if (head.method() != Method.CONNECT) {
            return "RFC 8441 4: :protocol in a request that is not CONNECT";
        }
        return isWebSocket(head, block)
                ? null
                : "RFC 8441 4: a :protocol other than websocket, the only one spoken here";
    }

    /** An extended CONNECT (RFC 8441 4), whose stream becomes a tunnel. */
    static boolean isWebSocket(RequestHead head, HpackDecoder block) {
        return block.has(PseudoField.PROTOCOL)
                && Ascii.equalsIgnoreCase(
                        head.bytes(),
                        block.start(PseudoField.PROTOCOL),
                        block.end(PseudoField.PROTOCOL),
                        WebSocketKey.WEBSOCKET);
    }

    private static boolean isHttp(RequestHead head, HpackDecoder block) {
        int from = block.start(PseudoField.SCHEME);
        int to = block.end(PseudoField.SCHEME);
        return Ascii.equalsIgnoreCase(head.bytes(), from, to, HTTP)
                || Ascii.equalsIgnoreCase(head.bytes(), from, to, HTTPS);
    }

    private static @Nullable String path(RequestHead head, HpackDecoder block) {
        byte[] bytes = head.bytes();
        int from = block.start(PseudoField.PATH);
        int to = block.end(PseudoField.PATH);
        head.target(from, to);
        if (from < to && bytes[from] == '/') {
            return MessageRules.splitPath(head);
        }
        if (to - from == 1 && bytes[from] == '*' && head.method() == Method.OPTIONS) {
            head.path(from, to);
            return null;
        }
        return "RFC 9113 8.3.1: a :path that does not begin with a slash";
    }

    /** RFC 9113 8.3.1: whoever reads :authority and whoever reads Host must see the same. */
    private static @Nullable String authority(RequestHead head, HpackDecoder block) {
        Fields fields = head.fields();
        byte[] bytes = fields.bytes();
        int host = fields.first(KnownField.HOST);
        if (host >= 0) {
            String fault =
                    fields.next(KnownField.HOST, host + 1) >= 0
                            ? "RFC 9110 7.2: more than one Host"
                            : MessageRules.authorityFault(
                                    bytes, fields.valueStart(host), fields.valueEnd(host));
            if (fault != null) {
                return fault;
            }
        }
        if (!block.has(PseudoField.AUTHORITY)) {
            if (host < 0) {
                return "RFC 9113 8.3.1: neither :authority nor Host";
            }
            head.authority(fields.valueStart(host), fields.valueEnd(host));
            return null;
        }
        int from = block.start(PseudoField.AUTHORITY);
        int to = block.end(PseudoField.AUTHORITY);
        String fault = MessageRules.authorityFault(bytes, from, to);
        if (fault != null) {
            return fault;
        }
        head.authority(from, to);
        if (host < 0) {
            return null;
        }
        boolean secure =
                block.has(PseudoField.SCHEME)
                        && block.end(PseudoField.SCHEME) - block.start(PseudoField.SCHEME)
                                == HTTPS.length;
        boolean same =
                MessageRules.isSameAuthority(
                        bytes,
                        from,
                        to,
                        fields.valueStart(host),
                        fields.valueEnd(host),
                        secure ? HTTPS_PORT : HTTP_PORT);
        if (!same) {
            return "RFC 9113 8.3.1: :authority and Host name different hosts";
        }
        fields.dropAll(KnownField.HOST); // written anew, from the authority
        return null;
    }

    private static @Nullable String fields(RequestHead head, boolean endStream) {
        Fields fields = head.fields();
        long length = MessageRules.contentLength(fields);
        if (length == MessageRules.BAD_LENGTH) {
            return "RFC 9110 8.6: a Content-Length that is no number, or more than one";
        }
        if (endStream && length > 0) {
            return "RFC 9113 8.1.1: fewer bytes than content-length says";
        }
        boolean declared = length != MessageRules.NO_LENGTH;
        if (endStream) {
            head.bodyLength(BodyLength.NONE, declared);
        } else {
            head.bodyLength(declared ? length : BodyLength.FRAMED, declared);
        }
        head.keepAlive(true);
        if (fields.has(KnownField.EXPECT)) {
            if (!MessageRules.expectsOnlyContinue(fields)) {
                return "RFC 9110 10.1.1: an expectation other than 100-continue";
            }
            if (endStream) {
                fields.dropAll(KnownField.EXPECT); // without content it expects nothing
            } else {
                head.expectsContinue(true);
            }
        }
        if (head.bodyLength() != BodyLength.FRAMED) {
            fields.dropAll(KnownField.TRAILER);
        }
        fields.dropAll(KnownField.CONTENT_LENGTH);
        // RFC 9110 11.7.2: for the first proxy that asked for it. We ask nobody.
        fields.dropAll(KnownField.PROXY_AUTHORIZATION);
        MessageRules.dropImitations(fields);
        joinCookies(fields);
        return null;
    }

    /** RFC 9113 8.2.3: cut into crumbs for the sake of compression, but one field in HTTP/1. */
    private static void joinCookies(Fields fields) {
        int first = fields.first(KnownField.COOKIE);
        if (first < 0 || fields.next(KnownField.COOKIE, first + 1) < 0) {
            return;
        }
        int joined = fields.beginAdded(COOKIE);
        for (int crumb = first; crumb >= 0 && crumb != joined; ) {
            if (crumb != first) {
                fields.append(CRUMB);
            }
            int from = fields.valueStart(crumb);
            int to = fields.valueEnd(crumb);
            fields.room(to - from); // before the bytes are asked for: they may move
            fields.append(fields.bytes(), from, to);
            int next = fields.next(KnownField.COOKIE, crumb + 1);
            fields.drop(crumb);
            crumb = next;
        }
        fields.endAdded(joined);
    }
}
