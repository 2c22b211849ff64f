package io.faultline.l7.exchange;

import io.faultline.core.worker.WheelTimer;
import io.faultline.core.worker.Worker;
import io.faultline.l7.limit.RouteTimers;
import io.faultline.l7.limit.Timer;

/**
 * How long an exchange waits for what comes from upstream: for one step of a try, for the whole try up
 * to the head of its answer, and for everything up to the last byte. Three deadlines, one timer: it is
 * set to the earliest and looks, when it fires, which one has passed.
 *
 * <p>Stopping is a few stores: the timer stays in the wheel, where the next exchange only has to move
 * it. On the worker's loop only.
 */
final class ExchangeClock extends WheelTimer {

    private static final long NEVER = Long.MAX_VALUE;

    private final ExchangeDriver driver;
    private final Worker worker;
    private RouteTimers timers = RouteTimers.NONE;
    private Timer step = Timer.NONE;
    private Timer total = Timer.NONE;
    private boolean answering;
    private boolean whileMoving; // the step may last as long as bytes move
    private long moved;
    private long stepEnd = NEVER;
    private long tryEnd = NEVER;
    private long totalEnd = NEVER;

    ExchangeClock(ExchangeDriver driver, Worker worker) {
        this.driver = driver;
        this.worker = worker;
    }

    /** @param whole how long all of it may take */
    void exchangeBegins(RouteTimers ofTheRoute, Timer whole, long now) {
        timers = ofTheRoute;
        total = whole;
        totalEnd = end(whole, now);
    }

    void tryBegins(long now) {
        answering = false;
        stepEnd = NEVER;
        tryEnd = end(timers.perTry(), now);
        if (tryEnd != NEVER || totalEnd != NEVER) {
            arm();
        }
    }

    /** The request is complete: from now on the application may think for so long. */
    void awaitAnswer(long now) {
        await(timers.response(), now);
    }

    /** The head of the answer is there: what follows must keep coming. */
    void awaitBody(long movedSoFar, long now) {
        answering = true;
        awaitMoving(timers.responseStall(), movedSoFar, now);
    }

    /** The endpoint is full: it must take more of the request. */
    void awaitTaking(long movedSoFar) {
        awaitMoving(timers.writeStall(), movedSoFar, worker.nanos());
    }

    /** It has. */
    void taken(long movedSoFar) {
        stepEnd = NEVER;
        if (answering) {
            awaitBody(movedSoFar, worker.nanos());
        }
    }

    /** It has all of the request: only now the application can be slow. */
    void allTaken(long movedSoFar) {
        if (answering) {
            awaitBody(movedSoFar, worker.nanos());
        } else {
            awaitAnswer(worker.nanos());
        }
    }

    private void awaitMoving(Timer timer, long movedSoFar, long now) {
        await(timer, now);
        whileMoving = true;
        moved = movedSoFar;
    }

    /** The next step of the try may take so long. */
    void await(Timer timer, long now) {
        whileMoving = false;
        step = timer;
        stepEnd = end(timer, now);
        arm();
    }

    /** Bytes have moved meanwhile, or cannot: the same step again. */
    void awaitMore(Timer timer, long movedSoFar) {
        awaitMoving(timer, movedSoFar, worker.nanos());
    }

    long now() {
        return worker.nanos();
    }

    /** What was waited for is there. */
    void stepIsOver() {
        stepEnd = NEVER;
    }

    /** The head of the answer is there, or the try has failed: only the whole is still timed. */
    void tryIsOver() {
        stepEnd = NEVER;
        tryEnd = NEVER;
    }

    void stop() {
        tryIsOver();
        totalEnd = NEVER;
    }

    private static long end(Timer timer, long now) {
        return timer.isSet() ? now + timer.nanos() : NEVER;
    }

    private void arm() {
        long first = earliest();
        if (first != NEVER) {
            worker.timers().set(this, first);
        }
    }

    private long earliest() {
        return earlier(stepEnd, earlier(tryEnd, totalEnd));
    }

    private static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other <= 0 ? one : other;
    }

    @Override
    protected void onDeadline(long now) {
        long first = earliest();
        if (first == NEVER) {
            return;
        }
        if (first - now > 0) {
            worker.timers().set(this, first);
        } else if (hasPassed(totalEnd, now)) {
            stop();
            driver.onTotalTimeout(total);
        } else if (whileMoving && !hasPassed(tryEnd, now)) {
            stepEnd = NEVER;
            arm();
            driver.onStall(step, moved);
        } else {
            Timer fired = hasPassed(tryEnd, now) ? timers.perTry() : step;
            tryIsOver();
            arm();
            driver.onTryTimeout(fired);
        }
    }

    private static boolean hasPassed(long end, long now) {
        return end != NEVER && end - now <= 0;
    }
}
