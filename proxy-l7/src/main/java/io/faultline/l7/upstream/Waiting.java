package io.faultline.l7.upstream;

import io.faultline.core.worker.WheelTimer;
import java.util.concurrent.TimeUnit;

/**
 * How long a connection may wait while nobody uses it: in the pool, or for the rest of an answer that
 * nobody wants. Then it leaves.
 *
 * <p>A busy connection comes and goes thousands of times a second. So being used is one store: the timer
 * stays in the wheel, whose neighbours there need not be touched, and looks when it fires whether
 * anybody still waits. On the worker's loop only.
 */
final class Waiting extends WheelTimer {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER = Long.MAX_VALUE;

    private final UpstreamConnection connection;
    private final HttpPool pool;
    private long until = NEVER;

    Waiting(UpstreamConnection connection, HttpPool pool) {
        this.connection = connection;
        this.pool = pool;
    }

    void inPool(long now) {
        until(now + pool.policy().idleNanos());
    }

    void forTheRest(long now) {
        until(now + REST_NANOS);
    }

    /** It is used again. */
    void over() {
        until = NEVER;
    }

    /** For good. */
    void end() {
        over();
        pool.worker().timers().cancel(this);
    }

    private void until(long deadline) {
        until = deadline;
        pool.worker().timers().set(this, deadline);
    }

    @Override
    protected void onDeadline(long now) {
        if (until == NEVER) {
            return;
        }
        if (until - now > 0) {
            until(until);
        } else {
            connection.leave();
        }
    }
}
