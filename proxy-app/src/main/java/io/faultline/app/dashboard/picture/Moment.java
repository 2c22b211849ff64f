package io.faultline.app.dashboard.picture;

import java.util.List;

/**
 * One second of traffic.
 *
 * @param seconds how long it really was: a sample may come late
 * @param byStatus exchanges that ended: not answered, 1xx, 2xx, ... 5xx
 * @param opened connections of clients
 * @param ended exchanges, and sessions where bytes are opaque: what the phases are divided by
 * @param phaseNanos by the ordinal of {@link io.faultline.core.timing.Phase}
 * @param p50 seconds that half of the exchanges of the last moments took at most; NaN without any
 */
public record Moment(
        long atMillis,
        double seconds,
        List<Long> byStatus,
        long opened,
        long open,
        long bytesUp,
        long bytesDown,
        long faults,
        long ended,
        long[] phaseNanos,
        double p50,
        double p90,
        double p99) {

    /** Exchanges that ended. */
    public long exchanges() {
        return byStatus.stream().mapToLong(Long::longValue).sum();
    }
}
