package io.faultline.l7.http2.connection;

import io.faultline.core.worker.Worker;
import io.faultline.l7.limit.Limit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a peer does that costs us more than it costs the peer. Nothing here is an error by itself,
 * only how often it happens: within half a minute, and beside how much useful work.
 *
 * <p>The clock is read only when a count has reached its limit.
 */
final class AbuseWatch {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Who takes what we send may say so once for so many bytes. */
    private static final int BYTES_PER_UPDATE = 256;

    private final Worker worker;
    private final Http2Limits limits;
    private final int[] counts = new int[Abuse.values().length];
    private long windowStart;
    private int completed; // streams that came to their end
    private long sentBytes;
    private @Nullable Abuse met;

    AbuseWatch(Worker worker, Http2Limits limits) {
        this.worker = worker;
        this.limits = limits;
        this.windowStart = worker.nanos();
    }

    /** The limit that the peer has met, or null. */
    @Nullable Abuse met() {
        return met;
    }

    Limit limit(Abuse abuse) {
        return limits.of(abuse);
    }

    void completed() {
        completed++;
    }

    void sent(int bytes) {
        sentBytes += bytes;
    }

    /** The peer has read all that we had to say. */
    void allRead() {
        counts[Abuse.UNREAD_ANSWERS.ordinal()] = 0;
    }

    /** Counts one more; false when that is one too many. */
    boolean allows(Abuse abuse) {
        int count = ++counts[abuse.ordinal()];
        if (count <= limits.of(abuse).most() || count <= earned(abuse)) {
            return true;
        }
        long now = worker.nanos();
        if (abuse != Abuse.UNREAD_ANSWERS && now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            int unread = counts[Abuse.UNREAD_ANSWERS.ordinal()];
            Arrays.fill(counts, 0);
            // Time does not make them less: they lie here until somebody reads them.
            counts[Abuse.UNREAD_ANSWERS.ordinal()] = unread;
            completed = 0;
            sentBytes = 0;
            return true;
        }
        met = abuse;
        return false;
    }

    /** What useful work beside it pays for. */
    private long earned(Abuse abuse) {
        return switch (abuse) {
            case RESETS, STREAM_ERRORS -> completed;
            case WINDOW_UPDATES ->
                    limits.of(abuse).most() + sentBytes / BYTES_PER_UPDATE + completed;
            case CONTROL_FRAMES, UNREAD_ANSWERS -> 0;
        };
    }
}
