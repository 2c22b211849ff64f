package io.faultline.core.observe.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few counters with one writer and any number of readers. Adding is a plain read and an opaque
 * write: no locked instruction, yet a reader never sees half a value and sees it soon.
 *
 * <p>A cache line of padding stands on both sides, for the shards of several workers are made in one
 * go and would else share lines.
 */
final class Cells {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PADDING = 8;

    private final long[] cells;

    Cells(int count) {
        cells = new long[PADDING + count + PADDING];
    }

    /** On the owner's thread only. */
    void add(int index, long amount) {
        int at = PADDING + index;
        CELL.setOpaque(cells, at, cells[at] + amount);
    }

    /** On any thread. */
    long get(int index) {
        return (long) CELL.getOpaque(cells, PADDING + index);
    }
}
