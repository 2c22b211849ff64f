package io.faultline.app.admin;

import java.time.Duration;

/**
 * What one client of the operators' port can cost us.
 *
 * @param maxConnections open at once; beyond it the oldest is closed, so that idle connections
 *     cannot lock an operator out
 * @param maxHeadBytes request line and headers, each
 * @param headPatience from the accept to the end of the request's head
 * @param replyPatience from there until the client has read the answer
 * @param taskPatience how long a task may take before its client is let go
 */
record AdminLimits(
        int maxConnections,
        int maxHeadBytes,
        Duration headPatience,
        Duration replyPatience,
        Duration taskPatience) {

    static final AdminLimits DEFAULT =
            new AdminLimits(64, 8 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(30));

    AdminLimits(
            int maxConnections, int maxHeadBytes, Duration headPatience, Duration replyPatience) {
        this(maxConnections, maxHeadBytes, headPatience, replyPatience, Duration.ofMinutes(2));
    }
}
