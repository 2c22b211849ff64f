package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The four forms of a target (RFC 9112 3.2). Splits it into authority, path and query and judges each;
 * what percent escapes and dots in the path mean is the routes' business.
 */
final class RequestTarget {

    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] SLASH = Ascii.bytes("/");
    private static final byte[] ASTERISK = Ascii.bytes("*");

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private int defaultPort; // of the scheme in the target, 0 where it has none

    /** Takes the target of the head apart; returns what is wrong with it, or null. */
    @Nullable String split(RequestHead head) {
        byte[] bytes = head.bytes();
        int from = head.targetStart();
        int to = head.targetEnd();
        defaultPort = 0;
        if (head.method() == Method.CONNECT) {
            return splitAuthority(head, bytes, from, to);
        }
        if (bytes[from] == '/') {
            return splitPath(head, bytes, from, to);
        }
        if (bytes[from] == '*' && to - from == 1) {
            head.path(from, to);
            return head.method() == Method.OPTIONS
                    ? null
                    : "RFC 9112 3.2.4: '*' is a target for OPTIONS only";
        }
        return splitAbsolute(head, bytes, from, to);
    }

    private static @Nullable String splitAuthority(
            RequestHead head, byte[] bytes, int from, int to) {
        head.authority(from, to);
        String fault = Authority.fault(bytes, from, to);
        return fault == null && !Authority.hasPort(bytes, from, to)
                ? "RFC 9110 9.3.6: CONNECT needs a host and a port as its target"
                : fault;
    }

    private @Nullable String splitAbsolute(RequestHead head, byte[] bytes, int from, int to) {
        int authority;
        if (begins(bytes, from, to, HTTP)) {
            authority = from + HTTP.length;
            defaultPort = HTTP_PORT;
        } else if (begins(bytes, from, to, HTTPS)) {
            authority = from + HTTPS.length;
            defaultPort = HTTPS_PORT;
        } else {
            return "RFC 9112 3.2: a target that is neither a path nor an http(s) URI";
        }
        int end = authority;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        head.authority(authority, end);
        String fault = Authority.fault(bytes, authority, end);
        if (fault != null) {
            return fault;
        }
        return end == authority || bytes[authority] == ':'
                ? "RFC 9110 4.2.1: an http URI without a host"
                : splitPath(head, bytes, end, to);
    }

    static @Nullable String splitPath(RequestHead head, byte[] bytes, int from, int to) {
        int end = Syntax.skip(Syntax.PATH, bytes, from, to);
        head.path(from, end);
        if (end < to) {
            if (bytes[end] != '?') {
                // Browsers and some servers read it as a slash: two readers would see two paths.
                return "RFC 3986 3.3: a backslash in a path";
            }
            head.query(end + 1, to);
        }
        return null;
    }

    private static boolean begins(byte[] bytes, int from, int to, byte[] lower) {
        return to - from >= lower.length
                && Ascii.equalsIgnoreCase(bytes, from, from + lower.length, lower);
    }

    /** Brings target and Host together once all fields are there; returns what is wrong, or null. */
    @Nullable String settle(RequestHead head) {
        Fields fields = head.fields();
        int host = fields.first(KnownField.HOST);
        if (defaultPort != 0) {
            String fault = settleAbsolute(head, host);
            if (fault != null) {
                return fault;
            }
        } else if (host >= 0 && !head.hasAuthority()) {
            head.authority(fields.valueStart(host), fields.valueEnd(host));
        }
        return null;
    }

    private @Nullable String settleAbsolute(RequestHead head, int host) {
        Fields fields = head.fields();
        int from = head.authorityStart();
        int to = head.authorityEnd();
        if (host < 0) {
            fields.add(HOST, fields.bytes(), from, to); // HTTP/1.0
        } else if (!Authority.same(
                fields.bytes(),
                from,
                to,
                fields.valueStart(host),
                fields.valueEnd(host),
                defaultPort)) {
            // RFC 9112 3.2 makes clients send them alike, 3.2.2 makes servers ignore
            // Host. A request that names two hosts is asked twice somewhere; refuse it.
            return "RFC 9112 3.2.2: target and Host name different hosts";
        }
        if (head.pathStart() == head.pathEnd()) {
            boolean asterisk = head.method() == Method.OPTIONS && !head.hasQuery();
            int start = fields.append(asterisk ? ASTERISK : SLASH); // RFC 9112 3.2.4 and 3.2.1
            head.path(start, start + 1);
        }
        return null;
    }
}
