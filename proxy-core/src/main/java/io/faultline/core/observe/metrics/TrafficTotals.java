package io.faultline.core.observe.metrics;

import io.faultline.core.timing.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was served since the start, all workers together: the few numbers that rates are made of. Reading
 * them costs a few reads per worker and name, so it may be done every second; workers notice nothing.
 */
public record TrafficTotals(
        Map<String, OfListener> listeners, Map<String, OfUpstream> upstreams, Durations exchanges) {

    /** How many times {@link Phase} is a place in an array of nanoseconds. */
    private static final int PHASES = Phase.values().length;

    /**
     * One listener.
     *
     * @param opened connections
     * @param active connections that are open
     * @param byStatus exchanges: not answered, 1xx, 2xx, ... 5xx
     * @param phaseNanos by the ordinal of {@link Phase}
     */
    public record OfListener(
            long opened,
            long active,
            long bytesUp,
            long bytesDown,
            List<Long> byStatus,
            long[] phaseNanos) {}

    /**
     * One upstream.
     *
     * @param awaited exchanges and sessions that waited for an answer to begin
     * @param phaseNanos by the ordinal of {@link Phase}
     */
    public record OfUpstream(
            long awaited,
            long connected,
            long retried,
            long bytesUp,
            long bytesDown,
            long[] phaseNanos) {}

    /**
     * A histogram.
     *
     * @param bounds upper ones, in seconds; the last is infinite
     */
    public record Durations(double[] bounds, long[] counts) {}

    static TrafficTotals of(List<WorkerMetrics> workers) {
        var listenerNames = new TreeSet<String>();
        var upstreamNames = new TreeSet<String>();
        for (WorkerMetrics worker : workers) {
            listenerNames.addAll(worker.listeners().keySet());
            upstreamNames.addAll(worker.upstreams().keySet());
        }
        Map<String, OfListener> listeners = new LinkedHashMap<>();
        var exchanges = new DurationTotal(Buckets.EXCHANGE);
        for (String name : listenerNames) {
            var own = workers.stream().map(each -> each.listener(name)).toList();
            own.forEach(each -> each.addExchangesTo(exchanges));
            listeners.put(name, listener(own));
        }
        Map<String, OfUpstream> upstreams = new LinkedHashMap<>();
        for (String name : upstreamNames) {
            upstreams.put(
                    name, upstream(workers.stream().map(each -> each.upstream(name)).toList()));
        }
        return new TrafficTotals(listeners, upstreams, durations(exchanges));
    }

    private static OfListener listener(List<ListenerMetrics> shards) {
        long[] phases = new long[PHASES];
        shards.forEach(each -> each.phases().addNanosTo(phases));
        // Closed before opened: a session that begins in between must not make the difference
        // negative.
        long closed = sumOfListener(shards, ListenerMetrics.CLOSED);
        long opened = sumOfListener(shards, ListenerMetrics.OPENED);
        Long[] byStatus = new Long[ListenerMetrics.STATUS_CLASSES + 1];
        for (int i = 0; i < byStatus.length; i++) {
            byStatus[i] = sumOfListener(shards, ListenerMetrics.UNANSWERED + i);
        }
        return new OfListener(
                opened,
                opened - closed,
                sumOfListener(shards, ListenerMetrics.BYTES_UP),
                sumOfListener(shards, ListenerMetrics.BYTES_DOWN),
                List.of(byStatus),
                phases);
    }

    private static OfUpstream upstream(List<UpstreamMetrics> shards) {
        long[] phases = new long[PHASES];
        shards.forEach(each -> each.phases().addNanosTo(phases));
        return new OfUpstream(
                shards.stream().mapToLong(each -> each.phases().count(Phase.WAIT)).sum(),
                sumOfUpstream(shards, UpstreamMetrics.CONNECTED),
                sumOfUpstream(shards, UpstreamMetrics.RETRIED),
                sumOfUpstream(shards, UpstreamMetrics.BYTES_UP),
                sumOfUpstream(shards, UpstreamMetrics.BYTES_DOWN),
                phases);
    }

    private static Durations durations(DurationTotal total) {
        int count = total.buckets().count();
        double[] bounds = new double[count];
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = total.buckets().upperBoundSeconds(i);
            counts[i] = total.count(i);
        }
        return new Durations(bounds, counts);
    }

    private static long sumOfListener(List<ListenerMetrics> shards, int cell) {
        return shards.stream().mapToLong(each -> each.count(cell)).sum();
    }

    private static long sumOfUpstream(List<UpstreamMetrics> shards, int cell) {
        return shards.stream().mapToLong(each -> each.count(cell)).sum();
    }
}
