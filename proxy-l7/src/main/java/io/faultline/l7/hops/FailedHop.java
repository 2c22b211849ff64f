package io.faultline.l7.hops;

import org.jspecify.annotations.Nullable;

/**
 * The proxy closest to the application that says it failed.
 *
 * @param name what it calls itself
 * @param error the token of RFC 9209 2.1.1 or of its own
 * @param fault the code, where it is one of us
 * @param nextHop whom it asked, or null
 * @param details what it adds for humans, or null
 * @param depth 1 is the proxy that we asked ourselves, 2 the one behind it
 */
public record FailedHop(
        String name,
        String error,
        @Nullable String fault,
        @Nullable String nextHop,
        @Nullable String details,
        int depth) {

    /** {@code inner: connection_refused, L4.CONNECT_REFUSED, towards 10.0.0.1:80 (2 hops behind us)}. */
    public String words() {
        return name
                + ": "
                + error
                + (fault == null ? "" : ", " + fault)
                + (nextHop == null ? "" : ", towards " + nextHop)
                + (details == null ? "" : ", \"" + details + "\"")
                + " ("
                + depth
                + (depth == 1 ? " hop" : " hops")
                + " behind us)";
    }
}
