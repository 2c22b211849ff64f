package io.faultline.core.upstream.breaker;

import io.faultline.core.fault.FaultCode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stops asking an upstream that only fails: its clients get their answer at once instead of after a
 * timeout, and it gets room to recover. One for all workers, so that what one of them learns holds for
 * all; counts are striped, and nothing is decided but where a request fails.
 *
 * <p>There is no third state between open and closed. Whoever comes first after {@code open} has passed
 * moves its end on and goes through: that request is the trial. If it succeeds, the circuit closes; if it
 * fails, or is never heard of again, the end has been moved on already. A success counts as a trial's
 * only when it began after the circuit opened: earlier requests that still succeed prove nothing about now.
 *
 * <p>Any thread.
 */
public final class CircuitBreaker {

    private static final long CLOSED = Long.MIN_VALUE;

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Turned listener;
    private final AtomicLong windowBegan;
    private final AtomicLong openUntil = new AtomicLong(CLOSED);
    private volatile long openedAt;
    private volatile Opening opening = new Opening(null, 0, 0);

    /** Why it opened: the last fault, and how many of how many. */
    private record Opening(@Nullable FaultCode last, long failed, long requests) {}

    /** Hears of each turn, on the thread of the request that made it. */
    @FunctionalInterface
    public interface Turned {
        void turned(boolean open);
    }

    public CircuitBreaker(long now, Turned listener) {
        windowBegan = new AtomicLong(now);
        this.listener = listener;
    }

    /** Whether a request may go to the upstream now. */
    public boolean admits(BreakerPolicy policy, long now) {
        long until = openUntil.get();
        if (until == CLOSED) {
            return true;
        }
        return now - until >= 0 && openUntil.compareAndSet(until, now + policy.openNanos());
    }

    /** A request that began then was answered, and not with an error of the upstream's. */
    public void succeeded(BreakerPolicy policy, long began, long now) {
        if (openUntil.get() == CLOSED) {
            turnWindow(policy, now);
            succeeded.increment();
        } else if (began - openedAt >= 0) {
            startAnew(now);
            if (openUntil.getAndSet(CLOSED) != CLOSED) {
                listener.turned(false);
            }
        }
    }

    /** The upstream failed a request. */
    public void failed(BreakerPolicy policy, FaultCode why, long now) {
        if (openUntil.get() != CLOSED) {
            return;
        }
        turnWindow(policy, now);
        failed.increment();
        long bad = failed.sum();
        long all = bad + succeeded.sum();
        if (all >= policy.minRequests() && bad * 100 >= all * policy.failurePercent()) {
            opening = new Opening(why, bad, all);
            openedAt = now;
            if (openUntil.compareAndSet(CLOSED, now + policy.openNanos())) {
                listener.turned(true);
            }
        }
    }

    private void turnWindow(BreakerPolicy policy, long now) {
        long began = windowBegan.get();
        if (now - began > policy.windowNanos() && windowBegan.compareAndSet(began, now)) {
            succeeded.reset();
            failed.reset();
        }
    }

    private void startAnew(long now) {
        windowBegan.set(now);
        succeeded.reset();
        failed.reset();
    }

    public boolean isOpen() {
        return openUntil.get() != CLOSED;
    }

    /** So long until a request is let through to see. */
    public long nanosLeft(long now) {
        long until = openUntil.get();
        return until == CLOSED ? 0 : Math.max(0, until - now);
    }

    /** {@code 12 of 20 requests, the last with L4.CONNECT_REFUSED} */
    public String whyOpened() {
        Opening last = opening;
        return "%d of %d requests failed, the last with %s"
                .formatted(
                        last.failed, last.requests, last.last == null ? "nothing" : last.last.id());
    }
}
