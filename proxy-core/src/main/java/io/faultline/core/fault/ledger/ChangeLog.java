package io.faultline.core.fault.ledger;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last changes of what is in force, on the same clock as the faults: what broke is often what was
 * changed just before. Changes are rare and come from the control thread, so a lock is cheap enough.
 */
public final class ChangeLog {

    private static final int KEPT = 128;

    private final InstantSource clock;
    private final Deque<Change> newestFirst = new ArrayDeque<>();

    ChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Not on a worker's loop. */
    public synchronized void add(Change.Kind kind, String name, long generation, String detail) {
        newestFirst.addFirst(new Change(clock.instant(), kind, name, generation, detail));
        if (newestFirst.size() > KEPT) {
            newestFirst.removeLast();
        }
    }

    /** Newest first. On any thread but workers'. */
    public synchronized List<Change> recent() {
        return new ArrayList<>(newestFirst);
    }
}
