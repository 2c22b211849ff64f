package io.faultline.core.upstream.health;

import java.util.LinkedHashSet;

/**
 * How many checks may be under way at once, over all clusters. Each is a descriptor and a SYN: without
 * a bound, a rack that drops packets would turn every check of it into one that waits, until the checks
 * had eaten the descriptors that traffic needs.
 *
 * <p>Who finds no slot waits in line. Control thread only.
 */
public final class ProbeSlots {

    /** Enough for 10,000 endpoints that answer, few enough to leave descriptors to traffic. */
    public static final int DEFAULT_LIMIT = 256;

    private final int limit;
    private final LinkedHashSet<Runnable> waiting = new LinkedHashSet<>();
    private int taken;
    private boolean serving;

    public ProbeSlots(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one check must be possible: " + limit);
        }
        this.limit = limit;
    }

    /** Runs {@code check} with a slot, now or when one is free. It gives the slot back itself. */
    void take(Runnable check) {
        waiting.add(check);
        serveTheLine();
    }

    /** Takes a check out of the line, if it stands there. */
    void forget(Runnable check) {
        waiting.remove(check);
    }

    void release() {
        taken--;
        serveTheLine();
    }

    /** A check without a descriptor ends before it returns: a loop, or 10,000 of them were a stack. */
    private void serveTheLine() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            while (taken < limit && !waiting.isEmpty()) {
                taken++;
                waiting.removeFirst().run();
            }
        } finally {
            serving = false;
        }
    }

    int taken() {
        return taken;
    }

    int waiting() {
        return waiting.size();
    }
}
