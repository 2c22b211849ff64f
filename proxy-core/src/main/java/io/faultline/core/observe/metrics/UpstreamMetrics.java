package io.faultline.core.observe.metrics;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.timing.Timeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one worker counts for one upstream. To be kept like {@link ListenerMetrics}. */
public final class UpstreamMetrics {

    static final int CONNECTED = 0;
    static final int BYTES_UP = 1;
    static final int BYTES_DOWN = 2;
    static final int RETRIED = 3;
    static final int RETRY_REFUSED = 4;
    static final int POOL_OPENED = 5;
    static final int POOL_CLOSED = 6;
    static final int POOL_IDLE = 7;
    static final int POOL_PENDING = 8;

    private final Cells cells = new Cells(9);
    private final DurationShard connects = new DurationShard(Buckets.CONNECT);
    private final PhaseShard phases = PhaseShard.ofUpstream();
    private final Map<FaultCode, Cells> failed = new ConcurrentHashMap<>();

    UpstreamMetrics() {}

    /** A connect succeeded. On the worker's loop only. */
    public void connected(long durationNanos) {
        cells.add(CONNECTED, 1);
        connects.record(durationNanos);
    }

    /** A connect failed; its time is not in the histogram. On the worker's loop only. */
    public void connectFailed(FaultCode why) {
        Cells count = failed.get(why);
        if (count == null) {
            count = new Cells(1);
            failed.put(why, count);
        }
        count.add(0, 1);
    }

    /** Bytes sent to an endpoint. On the worker's loop only. */
    public void bytesUp(long bytes) {
        cells.add(BYTES_UP, bytes);
    }

    /** Bytes an endpoint sent. On the worker's loop only. */
    public void bytesDown(long bytes) {
        cells.add(BYTES_DOWN, bytes);
    }

    /** A request goes out once more after a failure. On the worker's loop only. */
    public void retried() {
        cells.add(RETRIED, 1);
    }

    /** It would have, had the budget for retries not been spent. On the worker's loop only. */
    public void retryRefused() {
        cells.add(RETRY_REFUSED, 1);
    }

    /** A pool has one more connection. On the worker's loop only. */
    public void poolOpened() {
        cells.add(POOL_OPENED, 1);
    }

    /** And one less. On the worker's loop only. */
    public void poolClosed() {
        cells.add(POOL_CLOSED, 1);
    }

    /** So many more of them wait for their next request, or, negative, less. On the worker's loop only. */
    public void poolIdle(int more) {
        cells.add(POOL_IDLE, more);
    }

    /** So many more requests wait for a connection, or, negative, less. On the worker's loop only. */
    public void poolPending(int more) {
        cells.add(POOL_PENDING, more);
    }

    /** Where the time of an exchange or a session went that is over. On the worker's loop only. */
    public void spent(Timeline timeline) {
        phases.record(timeline);
    }

    void addPhaseTo(int phase, DurationTotal total) {
        phases.addTo(phase, total);
    }

    PhaseShard phases() {
        return phases;
    }

    long count(int cell) {
        return cells.get(cell);
    }

    void addConnectsTo(DurationTotal total) {
        connects.addTo(total);
    }

    void addFailedTo(Map<FaultCode, Long> total) {
        failed.forEach((code, count) -> total.merge(code, count.get(0), Long::sum));
    }
}
