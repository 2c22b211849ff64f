package io.faultline.core.upstream;

import io.faultline.core.timing.Ticker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that comes back begins with a tenth of its weight and grows from there: its caches are
 * cold, and all that was kept from it would arrive at once. Only after DOWN or EJECTED; when we start
 * ourselves, everybody is equally new and somebody has to take the load.
 *
 * <p>Weights grow in steps, for all warming endpoints of the cluster at once, because each step is a
 * new snapshot. Control thread only.
 */
final class SlowStart {

    static final int FIRST_PERCENT = 10;
    private static final int STEPS = 20;
    private static final long SHORTEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final Consumer<Iterable<Standing>> changed;
    private final Set<Standing> warming = new LinkedHashSet<>();
    private long lengthNanos;
    private @Nullable ScheduledFuture<?> nextStep;

    SlowStart(
            ScheduledExecutorService control, Ticker ticker, Consumer<Iterable<Standing>> changed) {
        this.control = control;
        this.ticker = ticker;
        this.changed = changed;
    }

    /** From the next step on. */
    void lasts(Duration length) {
        lengthNanos = length.toNanos();
    }

    void begin(Standing standing) {
        if (lengthNanos == 0) {
            return;
        }
        standing.warmingSinceNanos = ticker.nanos();
        standing.warmth = FIRST_PERCENT;
        warming.add(standing);
        scheduleStep();
    }

    /** It is out again, or gone. */
    void cancel(Standing standing) {
        standing.warmth = Standing.ALL_OF_IT;
        warming.remove(standing);
        if (warming.isEmpty()) {
            stop();
        }
    }

    void stop() {
        if (nextStep != null) {
            nextStep.cancel(false);
            nextStep = null;
        }
    }

    private void scheduleStep() {
        if (nextStep == null) {
            long stepNanos = Math.max(SHORTEST_STEP_NANOS, lengthNanos / STEPS);
            nextStep = control.schedule(this::step, stepNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void step() {
        nextStep = null;
        long now = ticker.nanos();
        Set<Standing> stepped = new LinkedHashSet<>(warming);
        for (Standing standing : stepped) {
            standing.warmth = warmthAfter(now - standing.warmingSinceNanos);
            if (standing.warmth == Standing.ALL_OF_IT) {
                warming.remove(standing);
            }
        }
        if (!warming.isEmpty()) {
            scheduleStep();
        }
        changed.accept(stepped);
    }

    private int warmthAfter(long elapsedNanos) {
        if (elapsedNanos >= lengthNanos) {
            return Standing.ALL_OF_IT;
        }
        int grown = (int) ((Standing.ALL_OF_IT - FIRST_PERCENT) * elapsedNanos / lengthNanos);
        return FIRST_PERCENT + grown;
    }
}
