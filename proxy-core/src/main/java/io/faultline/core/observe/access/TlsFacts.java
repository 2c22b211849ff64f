package io.faultline.core.observe.access;

import org.jspecify.annotations.Nullable;

/**
 * What TLS with the client agreed on. One per connection: all exchanges on it share the handshake.
 *
 * @param version {@code TLSv1.3}
 * @param cipher by its OpenSSL name
 * @param alpn the protocol chosen by ALPN, or null when it was not used
 * @param resumed whether the client came back with a ticket
 * @param handshakeMicros from the accepted connection's first wait for a hello to the end of the handshake
 * @param clientSubject the distinguished name in the client's certificate, or null when it showed none
 * @param clientFingerprint SHA-256 of that certificate, in hexadecimal
 */
public record TlsFacts(
        String version,
        String cipher,
        @Nullable String alpn,
        boolean resumed,
        long handshakeMicros,
        @Nullable String clientSubject,
        @Nullable String clientFingerprint) {}
