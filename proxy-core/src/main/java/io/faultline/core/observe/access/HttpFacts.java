package io.faultline.core.observe.access;

import org.jspecify.annotations.Nullable;

/**
 * What only an HTTP exchange has to tell, as the client wrote it: escaped when it is formatted.
 *
 * @param method null in a request that was refused before it could be told; so is the target
 * @param protocol {@code 1.1}
 * @param stream of the connection, in HTTP/2; 0 where a connection carries one exchange at a time
 * @param host what the client asked for, or null in old HTTP/1.0
 * @param status what the client was answered; 499 when it left before, as nginx writes it
 * @param grpcStatus how a gRPC call ended: the endpoint's number, or ours where none answered
 * @param requestId the id under which all hops log this request
 * @param failedHop the proxy closest to the application that said it failed, by its own name; or null
 * @param failedHopError what it called that, a token of RFC 9209
 */
public record HttpFacts(
        @Nullable String method,
        @Nullable String target,
        String protocol,
        int stream,
        @Nullable String host,
        int status,
        @Nullable String requestId,
        @Nullable String route,
        @Nullable String userAgent,
        @Nullable String referer,
        @Nullable String grpcStatus,
        @Nullable String failedHop,
        @Nullable String failedHopError) {

    /** {@code GET /x HTTP/1.1}, as the client wrote it. */
    @Nullable String requestLine() {
        return method == null ? null : method + " " + target + " HTTP/" + protocol;
    }
}
