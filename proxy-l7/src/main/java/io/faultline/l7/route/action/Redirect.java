package io.faultline.l7.route.action;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.regex.Captures;
import io.faultline.l7.route.match.Authority;
import org.jspecify.annotations.Nullable;

/** Sends the client elsewhere. Shared by all workers. */
public final class Redirect implements Action {

    private static final byte[] LOCATION = Ascii.bytes("Location");
    private static final byte[] HTTP = Ascii.bytes("http://");
    private static final byte[] HTTPS = Ascii.bytes("https://");
    private static final byte[] ROOT = {'/'};
    private static final byte[] QUERY = {'?'};
    private static final byte[] AND = {'&'};

    private final int status;
    private final @Nullable PathTarget target; // else the same path elsewhere
    private final boolean toHasQuery;
    private final byte @Nullable [] scheme;
    private final byte @Nullable [] host;
    private final byte[] port;
    private final boolean keepQuery;

    private Redirect(
            int status,
            @Nullable PathTarget target,
            boolean toHasQuery,
            byte @Nullable [] scheme,
            byte @Nullable [] host,
            byte[] port,
            boolean keepQuery) {
        this.status = status;
        this.target = target;
        this.toHasQuery = toHasQuery;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.keepQuery = keepQuery;
    }

    static Redirect to(int status, PathTarget target, boolean toHasQuery, boolean keepQuery) {
        return new Redirect(status, target, toHasQuery, null, null, new byte[0], keepQuery);
    }

    /** The same path over another scheme or on another host; null leaves each as it is. */
    static Redirect elsewhere(
            int status,
            @Nullable Boolean secure,
            @Nullable String host,
            @Nullable Integer port,
            boolean keepQuery) {
        return new Redirect(
                status,
                null,
                false,
                secure == null ? null : secure ? HTTPS : HTTP,
                host == null ? null : Ascii.bytes(host),
                Ascii.bytes(port == null ? "" : ":" + port),
                keepQuery);
    }

    public int status() {
        return status;
    }

    /**
     * Adds the Location field to a response. On the worker's loop only.
     *
     * @return false when the client did not say which host it meant, and the route does not either
     */
    public boolean addLocation(RequestHead head, Fields response, Captures captures) {
        if (target == null && host == null && !head.hasAuthority()) {
            return false;
        }
        int field = response.beginAdded(LOCATION);
        if (target == null) {
            appendElsewhere(head, response);
        } else {
            appendTarget(target, head, response, captures);
        }
        if (keepQuery && head.hasQuery()) {
            response.append(toHasQuery ? AND : QUERY);
            response.append(head.bytes(), head.queryStart(), head.queryEnd());
        }
        response.endAdded(field);
        return true;
    }

    private static void appendTarget(
            PathTarget target, RequestHead head, Fields response, Captures captures) {
        int start = response.length();
        target.append(head, response, captures);
        byte[] bytes = response.bytes();
        int slashes = start;
        while (slashes < response.length() && bytes[slashes] == '/') {
            slashes++;
        }
        if (slashes > start + 1) {
            // '//evil.example' would be another host: RFC 3986 4.2.
            int rest = response.length() - slashes;
            System.arraycopy(bytes, slashes, bytes, start + 1, rest);
            response.truncate(start + 1 + rest);
        }
    }

    private void appendElsewhere(RequestHead head, Fields response) {
        response.append(scheme != null ? scheme : head.isSecure() ? HTTPS : HTTP);
        if (host != null) {
            response.append(host);
        } else {
            int end = Authority.hostEnd(head.bytes(), head.authorityStart(), head.authorityEnd());
            response.append(head.bytes(), head.authorityStart(), end);
        }
        response.append(port);
        if (PathTarget.isPath(head)) {
            response.append(head.bytes(), head.pathStart(), head.pathEnd());
        } else {
            response.append(ROOT);
        }
    }
}
