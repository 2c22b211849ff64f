package io.faultline.core.observe.slow;

import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.SessionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a request what may be a secret before it is kept: the values of its query, for names
 * alone tell which request it was, and what stands before the host of an address ({@code user:pass@}).
 */
final class QueryValues {

    private static final String HIDDEN = "***";
    private static final int MOST_CHARS = 512;

    private QueryValues() {}

    static SessionRecord withoutSecrets(SessionRecord seen) {
        HttpFacts http = seen.http();
        return http == null ? seen : seen.with(hide(http));
    }

    static HttpFacts hide(HttpFacts http) {
        return new HttpFacts(
                http.method(),
                http.target() == null ? null : hide(http.target()),
                http.protocol(),
                http.stream(),
                http.host(),
                http.status(),
                http.requestId(),
                http.route(),
                cut(http.userAgent()),
                http.referer() == null ? null : hide(http.referer()),
                http.grpcStatus(),
                http.failedHop(),
                http.failedHopError());
    }

    static String hide(String target) {
        int query = target.indexOf('?');
        String path = withoutUser(query < 0 ? target : target.substring(0, query));
        if (query < 0) {
            return shortened(path);
        }
        var kept = new StringBuilder(path).append('?');
        int at = query + 1;
        while (at <= target.length() && kept.length() < MOST_CHARS) {
            int end = endOfPair(target, at);
            int equals = target.indexOf('=', at);
            boolean named = equals >= 0 && equals < end;
            // A query without '=' may be a token as a whole.
            kept.append(target, at, named ? equals + 1 : at);
            kept.append(end > at ? HIDDEN : "");
            if (end < target.length()) {
                kept.append(target.charAt(end));
            }
            at = end + 1;
        }
        return shortened(kept.toString());
    }

    private static int endOfPair(String target, int from) {
        int at = from;
        while (at < target.length() && "&;".indexOf(target.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** Of {@code http://user:password@host/path}. */
    private static String withoutUser(String address) {
        int scheme = address.indexOf("://");
        if (scheme < 0) {
            return address;
        }
        int path = address.indexOf('/', scheme + 3);
        int user = address.lastIndexOf('@', path < 0 ? address.length() : path);
        return user < scheme
                ? address
                : address.substring(0, scheme + 3) + HIDDEN + address.substring(user);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : shortened(text);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "...";
    }
}
