package io.faultline.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One entry of a {@link ManualScheduler}'s queue. */
final class ManualTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

    private enum Repeat {
        ONCE,
        FIXED_RATE, // counts from when it was due
        FIXED_DELAY // counts from when it ran
    }

    private final ManualScheduler scheduler;
    private final Repeat repeat;
    private final long periodNanos;
    private final boolean failureIsLoud;
    private long dueNanos;
    private long turn;
    private @Nullable Throwable failure;

    private ManualTask(
            ManualScheduler scheduler,
            Callable<V> work,
            Repeat repeat,
            long periodNanos,
            boolean failureIsLoud) {
        super(work);
        this.scheduler = scheduler;
        this.repeat = repeat;
        this.periodNanos = periodNanos;
        this.failureIsLoud = failureIsLoud;
    }

    static <V> ManualTask<V> once(ManualScheduler scheduler, Callable<V> work, boolean loud) {
        return new ManualTask<>(scheduler, work, Repeat.ONCE, 0, loud);
    }

    static ManualTask<?> atFixedRate(ManualScheduler scheduler, Runnable work, long periodNanos) {
        return new ManualTask<>(
                scheduler, Executors.callable(work), Repeat.FIXED_RATE, periodNanos, true);
    }

    static ManualTask<?> withFixedDelay(ManualScheduler scheduler, Runnable work, long nanos) {
        return new ManualTask<>(
                scheduler, Executors.callable(work), Repeat.FIXED_DELAY, nanos, true);
    }

    void due(long atNanos, long asNumber) {
        dueNanos = atNanos;
        turn = asNumber;
    }

    long dueNanos() {
        return dueNanos;
    }

    @Override
    public boolean isPeriodic() {
        return repeat != Repeat.ONCE;
    }

    @Override
    public void run() {
        long now = scheduler.time().nanos();
        switch (repeat) {
            case ONCE -> super.run();
            case FIXED_RATE -> {
                if (runAndReset()) {
                    scheduler.again(this, dueNanos + periodNanos);
                }
            }
            case FIXED_DELAY -> {
                if (runAndReset()) {
                    scheduler.again(this, now + periodNanos);
                }
            }
        }
        if (failure != null && failureIsLoud) {
            throw new IllegalStateException("a scheduled task failed: " + failure, failure);
        }
    }

    @Override
    protected void setException(Throwable thrown) {
        failure = thrown;
        super.setException(thrown);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        scheduler.remove(this);
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(dueNanos - scheduler.time().nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        var that = (ManualTask<?>) other;
        int byTime = Long.signum(dueNanos - that.dueNanos);
        return byTime != 0 ? byTime : Long.compare(turn, that.turn);
    }
}
