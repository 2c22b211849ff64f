package io.faultline.core.timing;

import java.util.Arrays;

/**
 * Where the time of one session or exchange goes, in two ways. {@linkplain Mark Marks} are moments; a
 * mark is kept as the first time it was set unless it is set again on purpose. {@linkplain Phase Phases}
 * are durations: it is in one of them at any moment, so they add up to the whole by their making.
 *
 * <p>Both are writes to one array of longs: nothing is allocated, who knows the time already does not read
 * the clock again, and a connection that does nothing keeps little memory.
 */
public final class Timeline {

    private static final int MARKS = Mark.values().length;
    private static final long UNSET = Long.MIN_VALUE;

    private final LoopTurn turn;
    private final long[] nanos = new long[MARKS + Phase.COUNT]; // of the marks, then of the phases
    private Phase phase = Phase.WORK;
    private long since;
    private boolean tlsResumed;
    private boolean named;
    private boolean secured;

    /** @param turn of the loop on which all of it happens */
    public Timeline(LoopTurn turn) {
        this.turn = turn;
        clear();
    }

    /** Forgets all marks and phases: it is another session's now. */
    public void clear() {
        Arrays.fill(nanos, 0, MARKS, UNSET);
        Arrays.fill(nanos, MARKS, nanos.length, 0);
        tlsResumed = false;
        named = false;
        secured = false;
    }

    public void mark(Mark mark, long atNanos) {
        nanos[mark.ordinal()] = atNanos;
    }

    public boolean reached(Mark mark) {
        return nanos[mark.ordinal()] != UNSET;
    }

    /** The moment of a mark that was {@link #reached}. */
    public long at(Mark mark) {
        return nanos[mark.ordinal()];
    }

    /** Nanoseconds between two marks, or -1 when one of them was never reached. */
    public long between(Mark from, Mark to) {
        return reached(from) && reached(to) ? at(to) - at(from) : -1;
    }

    // ---- phases

    /** It begins now, in this phase. */
    public void begin(Phase first, long now) {
        mark(Mark.ACCEPTED, now);
        phase = first;
        since = now;
    }

    /**
     * It begins with an event, which was there when the loop woke up: the total counts from then.
     *
     * @param notBefore the event could not have been handled before, however quick the loop
     */
    public void beginReady(Phase first, long notBefore, long now) {
        long woke = turn.readySince(now);
        begin(first, notBefore - woke > 0 ? notBefore : woke);
        nanos[of(Phase.LOOP)] = now - since;
        since = now;
    }

    /** What was waited for is there, and something else is waited for from now on. */
    public void enter(Phase next, long now) {
        charge(now);
        phase = next;
    }

    /** It has turned out to be another phase that it is in. */
    public void renamed(Phase actual) {
        phase = actual;
    }

    /** It is over. */
    public void end(long now) {
        charge(now);
        mark(Mark.CLOSED, now);
        assert sum() == between(Mark.ACCEPTED, Mark.CLOSED) : "time that belongs to nobody";
    }

    private void charge(long now) {
        long ready = turn.readySince(now);
        if (ready - since > 0) {
            // It was waited for until the loop woke up. What came then was the loop's delay.
            nanos[of(phase)] += ready - since;
            nanos[of(Phase.LOOP)] += now - ready;
        } else {
            nanos[of(phase)] += now - since;
        }
        since = now;
    }

    public Phase phase() {
        return phase;
    }

    /** Nanoseconds in this phase, as far as it has been left. */
    public long spent(Phase in) {
        return nanos[of(in)];
    }

    /** Until its answer began or it ended without one: what a client and a long body took left out. */
    public long untilAnswer() {
        return sum()
                - spent(Phase.GATE)
                - spent(Phase.CLIENT_TLS)
                - spent(Phase.CLIENT)
                - spent(Phase.BODY)
                - spent(Phase.EARLIER);
    }

    private long sum() {
        long sum = 0;
        for (int i = MARKS; i < nanos.length; i++) {
            sum += nanos[i];
        }
        return sum;
    }

    private static int of(Phase phase) {
        return MARKS + phase.ordinal();
    }

    // ---- provenance

    /** The handshake with the endpoint was a short one: it knew us from an earlier connection. */
    public void tlsResumed(boolean resumed) {
        tlsResumed = resumed;
    }

    /** Who served: whether its address was found under a name, and whether TLS is spoken with it. */
    public void servedBy(boolean byName, boolean overTls) {
        named = byName;
        secured = overTls;
    }

    public boolean isNamed() {
        return named;
    }

    public boolean isSecured() {
        return secured;
    }

    public boolean isTlsResumed() {
        return tlsResumed;
    }
}
