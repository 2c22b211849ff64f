package io.faultline.core.observe.metrics;

import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.slow.SlowBoard;
import io.faultline.core.observe.slow.SlowMinute;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The shards of all workers. Made once, before the workers start; a reload changes nothing here. */
public final class MetricShards {

    private final List<WorkerMetrics> workers;

    public MetricShards(int workers) {
        this.workers = Stream.generate(WorkerMetrics::new).limit(workers).toList();
    }

    public WorkerMetrics worker(int index) {
        return workers.get(index);
    }

    /** Requests that wait for a connection to this upstream, at the worker where most do. */
    public long mostPending(String upstream) {
        return workers.stream()
                .mapToLong(each -> each.upstream(upstream).count(UpstreamMetrics.POOL_PENDING))
                .max()
                .orElse(0);
    }

    /** Of all listeners together. */
    public long fullHandshakes() {
        return ofListeners(ListenerMetrics.TLS_FULL);
    }

    /** Of all listeners together. */
    public long resumedHandshakes() {
        return ofListeners(ListenerMetrics.TLS_RESUMED);
    }

    private long ofListeners(int cell) {
        return workers.stream()
                .flatMap(each -> each.listeners().values().stream())
                .mapToLong(each -> each.count(cell))
                .sum();
    }

    /** What was served so far, by listener and by upstream. */
    public TrafficTotals traffic() {
        return TrafficTotals.of(workers);
    }

    /** The last that failed, newest first. */
    public List<SessionRecord> failed() {
        return workers.stream()
                .flatMap(each -> each.slow().failed().list().stream())
                .sorted(Comparator.comparingLong(SessionRecord::endEpochMillis).reversed())
                .toList();
    }

    /** The slowest exchanges of the last minutes, newest minute first. */
    public List<SlowMinute> slowest() {
        return SlowBoard.of(workers.stream().map(WorkerMetrics::slow).toList());
    }

    List<WorkerMetrics> workers() {
        return workers;
    }
}
