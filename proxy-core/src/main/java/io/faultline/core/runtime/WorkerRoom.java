package io.faultline.core.runtime;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.connection.LiveConnections;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.metrics.WorkerMetrics;
import io.faultline.core.observe.saturation.linux.LoopLoad;
import io.faultline.core.scheduling.Precedence;
import io.faultline.core.worker.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One worker with what the server keeps beside it: its open connections and its counters. */
record WorkerRoom(Worker worker, LiveConnections live, WorkerMetrics metrics, LoopLoad load) {

    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Asks the loop twice a second how late it is. */
    void startHeartbeat() {
        worker.execute(
                () -> {
                    Precedence.serveSoon();
                    metrics.runsOn(Thread.currentThread());
                    load.runsHere();
                    beat();
                });
    }

    private void beat() {
        long due = worker.nanos() + BEAT_NANOS;
        worker.loop()
                .schedule(
                        () -> {
                            long lag = Math.max(0, worker.nanos() - due);
                            metrics.loopLag(lag);
                            load.wasLate(lag);
                            beat();
                        },
                        BEAT_NANOS,
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Completes when the worker has done all it was told before, and what that made it put off to its
     * next turn.
     */
    CompletableFuture<Void> settled() {
        var settled = new CompletableFuture<Void>();
        worker.execute(() -> worker.execute(() -> settled.complete(null)));
        return settled;
    }

    void drainAll() {
        worker.execute(() -> live.forEach(DownstreamConnection::drain));
    }

    /** The connections of this listener that were accepted before this generation begin to end. */
    void drain(String listener, long generation) {
        worker.execute(
                () ->
                        live.forEach(
                                each -> {
                                    ListenerScope scope = each.scope();
                                    if (scope.listener().equals(listener)
                                            && scope.generation() < generation) {
                                        each.drain();
                                    }
                                }));
    }

    /** Of the connections that are open, when the oldest was accepted; the greatest number for none. */
    CompletableFuture<Long> oldestGeneration() {
        var oldest = new CompletableFuture<Long>();
        worker.execute(
                () -> {
                    var found = new AtomicLong(Long.MAX_VALUE);
                    live.forEach(
                            each -> found.accumulateAndGet(each.scope().generation(), Math::min));
                    oldest.complete(found.get());
                });
        return oldest;
    }

    void cutAll(Fault reason) {
        worker.execute(() -> live.forEach(connection -> connection.cut(reason)));
    }
}
