package io.faultline.core.timing;

import java.util.Arrays;

/**
 * When each {@link Mark} of one session was reached. Marking allocates nothing; a mark is kept as the
 * first time it was set unless it is set again on purpose.
 */
public final class Timeline {

    private static final int MARKS = Mark.values().length;
    private static final long UNSET = Long.MIN_VALUE;

    private final long[] nanos = new long[MARKS];

    public Timeline() {
        clear();
    }

    /** Forgets all marks: it is another session's now. */
    public void clear() {
        Arrays.fill(nanos, UNSET);
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
}
