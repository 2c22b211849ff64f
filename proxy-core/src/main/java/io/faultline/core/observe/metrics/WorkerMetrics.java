package io.faultline.core.observe.metrics;

import io.faultline.core.observe.slow.SlowShard;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of one worker. Handles are looked up when a configuration is built, by whichever
 * thread builds it; counting through them is the worker's alone.
 *
 * <p>Names that left the configuration keep their counters: sessions may still be open under them,
 * and a counter that vanishes and returns looks like a restart.
 */
public final class WorkerMetrics {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long NO_THREAD = -1;

    private final Map<String, ListenerMetrics> listeners = new ConcurrentHashMap<>();
    private final Map<String, UpstreamMetrics> upstreams = new ConcurrentHashMap<>();
    private final DurationShard lag = new DurationShard(Buckets.LOOP_LAG);
    private final SlowShard slow = new SlowShard();
    private volatile long threadId = NO_THREAD;

    WorkerMetrics() {}

    /** The same object for the same name, always. */
    public ListenerMetrics listener(String name) {
        return listeners.computeIfAbsent(name, unseen -> new ListenerMetrics());
    }

    /** The same object for the same name, always. */
    public UpstreamMetrics upstream(String name) {
        return upstreams.computeIfAbsent(name, unseen -> new UpstreamMetrics());
    }

    /** The slowest of what this worker served. */
    public SlowShard slow() {
        return slow;
    }

    /** How late the loop came to a task that was due. On the worker's loop only. */
    public void loopLag(long nanos) {
        lag.record(nanos);
    }

    /** The worker's one thread. How busy the loop is, the system knows: a loop that waits uses no CPU. */
    public void runsOn(Thread thread) {
        threadId = thread.threadId();
    }

    Map<String, ListenerMetrics> listeners() {
        return listeners;
    }

    Map<String, UpstreamMetrics> upstreams() {
        return upstreams;
    }

    void addLagTo(DurationTotal total) {
        lag.addTo(total);
    }

    /** Negative where the system does not tell, or the thread has ended. */
    double cpuSeconds() {
        long id = threadId;
        return id == NO_THREAD ? -1 : THREADS.getThreadCpuTime(id) / 1e9;
    }
}
