package io.faultline.core.observe.metrics;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.timing.Timeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one worker counts for one listener. Look it up once, when the configuration is built, and
 * keep it: every method here is a few writes and nothing else.
 */
public final class ListenerMetrics {

    static final int OPENED = 0;
    static final int CLOSED = 1;
    static final int BYTES_UP = 2;
    static final int BYTES_DOWN = 3;

    static final int TLS_BEGUN = 4;
    static final int TLS_FULL = 5;
    static final int TLS_RESUMED = 6;
    static final int TLS_FAILED = 7;

    static final int STREAMS_OPENED = 8;
    static final int STREAMS_REFUSED = 9;
    static final int STREAMS_RESET_BY_CLIENT = 10;
    static final int STREAMS_RESET_BY_US = 11;

    /** And behind it one for each class of status: 1xx, 2xx, ... 5xx. */
    static final int UNANSWERED = 12;

    static final int STATUS_CLASSES = 5;

    private final Cells cells = new Cells(UNANSWERED + 1 + STATUS_CLASSES);
    private final DurationShard exchanges = new DurationShard(Buckets.EXCHANGE);
    private final PhaseShard phases = PhaseShard.ofListener();
    private final DurationShard handshakes = new DurationShard(Buckets.CONNECT);
    private final DurationShard durations = new DurationShard(Buckets.SESSION);
    private final Map<FaultCode, Cells> denied = new ConcurrentHashMap<>();

    ListenerMetrics() {}

    /** A connection was accepted, whatever the gates say later. On the worker's loop only. */
    public void opened() {
        cells.add(OPENED, 1);
    }

    /** The same connection is gone. On the worker's loop only. */
    public void closed(long durationNanos) {
        cells.add(CLOSED, 1);
        durations.record(durationNanos);
    }

    /** A gate sent the connection away. It is {@link #closed} as well. On the worker's loop only. */
    public void denied(FaultCode reason) {
        Cells count = denied.get(reason);
        if (count == null) {
            count = new Cells(1);
            denied.put(reason, count);
        }
        count.add(0, 1);
    }

    /** A handshake has begun, and one of the next two will follow. On the worker's loop only. */
    public void handshakeBegun() {
        cells.add(TLS_BEGUN, 1);
    }

    /** On the worker's loop only. */
    public void handshakeDone(boolean resumed, long durationNanos) {
        cells.add(resumed ? TLS_RESUMED : TLS_FULL, 1);
        handshakes.record(durationNanos);
    }

    /** On the worker's loop only. */
    public void handshakeFailed() {
        cells.add(TLS_FAILED, 1);
    }

    /**
     * An HTTP exchange is over. On the worker's loop only.
     *
     * @param status what the client was answered, 0 when it was not
     */
    public void exchanged(int status, long durationNanos) {
        int statusClass = status / 100;
        cells.add(statusClass <= STATUS_CLASSES ? UNANSWERED + statusClass : UNANSWERED, 1);
        exchanges.record(durationNanos);
    }

    /** A client of HTTP/2 began a request. On the worker's loop only. */
    public void streamOpened() {
        cells.add(STREAMS_OPENED, 1);
    }

    /** It had too many under way already. On the worker's loop only. */
    public void streamRefused() {
        cells.add(STREAMS_REFUSED, 1);
    }

    /** A stream ended before its time. On the worker's loop only. */
    public void streamReset(boolean byClient) {
        cells.add(byClient ? STREAMS_RESET_BY_CLIENT : STREAMS_RESET_BY_US, 1);
    }

    /** Bytes the client sent. On the worker's loop only. */
    public void bytesUp(long bytes) {
        cells.add(BYTES_UP, bytes);
    }

    /** Bytes the client was sent. On the worker's loop only. */
    public void bytesDown(long bytes) {
        cells.add(BYTES_DOWN, bytes);
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

    void addDurationsTo(DurationTotal total) {
        durations.addTo(total);
    }

    void addExchangesTo(DurationTotal total) {
        exchanges.addTo(total);
    }

    void addHandshakesTo(DurationTotal total) {
        handshakes.addTo(total);
    }

    void addDeniedTo(Map<FaultCode, Long> total) {
        denied.forEach((code, count) -> total.merge(code, count.get(0), Long::sum));
    }
}
