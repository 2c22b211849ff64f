package io.faultline.core.timing;

/**
 * When an event loop woke up with the events that it handles now. An event cannot be seen before that
 * moment, and everything after it is our own doing: with many events in one turn the last one waits for
 * all others. That wait is what {@link Phase#LOOP} counts.
 *
 * <p>The clock is read once per turn, by the first event of it. On the loop's own thread only.
 */
public final class LoopTurn {

    /** No event has come in this turn: what runs in it was woken by a timer or by ourselves. */
    private static final long NONE = Long.MAX_VALUE;

    private final Ticker ticker;
    private long wokeAt = NONE;

    public LoopTurn(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The loop goes to wait for events. */
    public void begins() {
        wokeAt = NONE;
    }

    /** One of them is handled. */
    public void event() {
        if (wokeAt == NONE) {
            wokeAt = ticker.nanos();
        }
    }

    /**
     * The time for whoever sets a deadline in seconds: when the loop woke up, which is a moment ago. Only
     * where nothing woke it the clock is read.
     */
    public long nanos() {
        return wokeAt == NONE ? ticker.nanos() : wokeAt;
    }

    /** When the events of this turn were ready at the latest, or now when there were none. */
    public long readySince(long now) {
        return wokeAt == NONE ? now : wokeAt;
    }
}
