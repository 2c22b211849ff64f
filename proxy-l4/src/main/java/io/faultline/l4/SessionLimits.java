package io.faultline.l4;

import io.faultline.core.config.source.Origins;
import io.faultline.core.timing.TimerText;

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
                TimerText.of(
                        "tcp.idleTimeout", config.idleTimeout(), origins.of(config, "idleTimeout")),
                TimerText.of(
                        "tcp.halfCloseTimeout",
                        config.halfCloseTimeout(),
                        origins.of(config, "halfCloseTimeout")),
                TimerText.of(
                        "tcp.maxSessionAge",
                        config.maxSessionAge(),
                        origins.of(config, "maxSessionAge")));
    }
}
