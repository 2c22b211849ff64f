package io.faultline.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An executor whose time is a {@link ManualClock} and whose thread is the test's own: nothing runs
 * until {@link #advance} or {@link #runDue} is called, and then it runs right there. Tasks run by due
 * time, ties in the order they were handed in, each with the clock standing exactly on its due time.
 *
 * <p>What a {@code Runnable} throws comes out of {@code advance}: a test must not miss a timer that
 * died. What {@code submit} or a {@code Callable} throws stays in its future, as everywhere.
 *
 * <p>Other threads may hand in tasks; only one thread may drive.
 */
public final class ManualScheduler extends AbstractExecutorService
        implements ScheduledExecutorService {

    private final ManualClock clock;
    private final PriorityQueue<ManualTask<?>> queue = new PriorityQueue<>();
    private long handedIn;
    private boolean shutdown;

    public ManualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    public ManualClock clock() {
        return clock;
    }

    /** Moves the time to now + step and runs all that falls due on the way. */
    public void advance(Duration step) {
        long target = clock.nanos() + step.toNanos();
        for (var task = takeDueBy(target); task != null; task = takeDueBy(target)) {
            // A test may have moved the clock by hand, past this task: time never goes back.
            clock.advance(Duration.ofNanos(Math.max(0, task.dueNanos() - clock.nanos())));
            task.run();
        }
        clock.advance(Duration.ofNanos(Math.max(0, target - clock.nanos())));
    }

    /** Runs what is due now, and what that hands in for now. Time stands still. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** Tasks that still wait for their time. Cancelled ones do not count. */
    public synchronized int pending() {
        return queue.size();
    }

    /** How long until the next task falls due; null when none waits. */
    public synchronized @Nullable Duration untilNext() {
        var next = queue.peek();
        return next == null ? null : Duration.ofNanos(next.dueNanos() - clock.nanos());
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(ManualTask.once(this, Executors.callable(command), true), unit.toNanos(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(ManualTask.once(this, callable, false), unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long initialDelay, long period, TimeUnit unit) {
        return add(
                ManualTask.atFixedRate(this, command, positive(unit.toNanos(period))),
                unit.toNanos(initialDelay));
    }

    /** Tasks take no time here, so a fixed delay differs from a fixed rate only in name. */
    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return add(
                ManualTask.withFixedDelay(this, command, positive(unit.toNanos(delay))),
                unit.toNanos(initialDelay));
    }

    /** Takes nothing new and forgets what waits: a test that is over wants no more timers. */
    @Override
    public synchronized void shutdown() {
        shutdown = true;
        queue.clear();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        List<Runnable> left = new ArrayList<>(queue);
        shutdown();
        return left;
    }

    @Override
    public void close() {
        shutdown();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    /** Answers at once: there is no thread to wait for. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    ManualClock time() {
        return clock;
    }

    synchronized void remove(ManualTask<?> task) {
        queue.remove(task);
    }

    /** A periodic task's next turn. Not a new task: after shutdown it ends without a word. */
    synchronized void again(ManualTask<?> task, long dueNanos) {
        if (!shutdown) {
            task.due(dueNanos, handedIn++);
            queue.add(task);
        }
    }

    private synchronized <T extends ManualTask<?>> T add(T task, long delayNanos) {
        if (shutdown) {
            throw new RejectedExecutionException("this scheduler has been shut down");
        }
        task.due(clock.nanos() + Math.max(0, delayNanos), handedIn++);
        queue.add(task);
        return task;
    }

    private synchronized @Nullable ManualTask<?> takeDueBy(long nanos) {
        var next = queue.peek();
        return next != null && next.dueNanos() - nanos <= 0 ? queue.poll() : null;
    }

    private static long positive(long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException("a period must be positive: " + nanos + " ns");
        }
        return nanos;
    }
}
