package io.faultline.core.upstream;

import io.faultline.core.timing.Ticker;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How often a snapshot may be rebuilt: at once when there is time for it, and never for more than a
 * tenth of the time. So one endpoint that goes down is gone from the next pick on, while 10,000 that
 * flap share a few rebuilds. The cost is measured, not guessed: a hash table of 10,000 endpoints takes
 * longer than a list of three. Control thread only.
 */
final class SnapshotPace {

    private static final int PAUSES_PER_REBUILD = 10;

    /** The first rebuilds of a cold JVM are slow, and say nothing about the next ones. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final Runnable rebuild;
    private long notBeforeNanos;
    private @Nullable Future<?> waiting;

    SnapshotPace(ScheduledExecutorService control, Ticker ticker, Runnable rebuild) {
        this.control = control;
        this.ticker = ticker;
        this.rebuild = rebuild;
        this.notBeforeNanos = ticker.nanos();
    }

    /** Something has changed: rebuilds now, or as soon as it may. */
    void changed() {
        if (waiting != null) {
            return; // the rebuild to come will see this change as well
        }
        long wait = notBeforeNanos - ticker.nanos();
        if (wait > 0) {
            waiting = control.schedule(this::rebuildNow, wait, TimeUnit.NANOSECONDS);
        } else {
            rebuildNow();
        }
    }

    /** Rebuilds without waiting: somebody is told next that it is done. */
    void atOnce() {
        stop();
        rebuildNow();
    }

    void stop() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    private void rebuildNow() {
        waiting = null;
        long begin = ticker.nanos();
        rebuild.run();
        long end = ticker.nanos();
        notBeforeNanos = end + Math.min(LONGEST_PAUSE_NANOS, PAUSES_PER_REBUILD * (end - begin));
    }
}
