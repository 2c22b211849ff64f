package io.faultline.l7.route.action;

import io.faultline.l7.config.route.StickyConfig;
import io.faultline.l7.message.Ascii;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client on one endpoint by a cookie.
 *
 * @param cookie the cookie's name; not to be written to
 * @param maxAgeSeconds how long the client keeps it, or -1 until its session ends
 * @param secure over TLS only; null if and only if the client came over TLS
 * @param key what the cookie is made with, or null for one that the process draws
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made once and only read
public record Sticky(
        byte[] cookie,
        long maxAgeSeconds,
        String path,
        @Nullable Boolean secure,
        @Nullable String key) {

    static @Nullable Sticky of(@Nullable StickyConfig config) {
        if (config == null) {
            return null;
        }
        Duration ttl = config.ttl();
        return new Sticky(
                Ascii.bytes(config.cookie()),
                ttl == null ? -1 : ttl.toSeconds(),
                config.path(),
                config.secure(),
                config.key());
    }
}
