package io.faultline.l4;

import io.faultline.core.config.source.Origins;

/**
 * How long a session may do nothing, and how long it may last, in the data path's units.
 *
 * @param maxAgeNanos {@code Long.MAX_VALUE} for no limit
 * @param idle what stands in the evidence when that timer fired: name, value, file and line
 */
record SessionLimits(
        long idleNanos,
        long halfCloseNanos,
        long maxAgeNanos,
        String idle,
        String halfClose,
        String maxAge) {

    static SessionLimits of(TcpConfig config, Origins origins) {
        return new SessionLimits(
                config.idleTimeout().toNanos(),
                config.halfCloseTimeout().toNanos(),
                config.maxSessionAge().isZero() ? Long.MAX_VALUE : config.maxSessionAge().toNanos(),
                text("tcp.idleTimeout", config.idleTimeout(), origins.of(config, "idleTimeout")),
                text(
                        "tcp.halfCloseTimeout",
                        config.halfCloseTimeout(),
                        origins.of(config, "halfCloseTimeout")),
                text(
                        "tcp.maxSessionAge",
                        config.maxSessionAge(),
                        origins.of(config, "maxSessionAge")));
    }

    private static String text(String timer, java.time.Duration value, String origin) {
        return timer + "=" + value.toMillis() + "ms (" + origin + ")";
    }
}
