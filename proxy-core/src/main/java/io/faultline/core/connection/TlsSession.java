package io.faultline.core.connection;

import org.jspecify.annotations.Nullable;

/**
 * What a finished handshake with a client agreed on: for the access log, for headers, for routing.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher by its OpenSSL name
 * @param serverName the name the client asked for (SNI), in lower case
 * @param application what ALPN chose, such as {@code http/1.1}
 * @param resumed whether the client came back with a ticket, so that no certificate was shown
 * @param client what the client's certificate says; null when it showed none
 */
public record TlsSession(
        String protocol,
        String cipher,
        @Nullable String serverName,
        @Nullable String application,
        boolean resumed,
        @Nullable ClientIdentity client) {}
