package io.faultline.core.gate;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many are open at this moment, counted by all workers. It outlives a reload: the limit comes from
 * the configuration of the one who asks, so a lowered limit refuses newcomers until enough have left.
 */
public final class OpenCount {

    private final AtomicInteger open = new AtomicInteger();

    /** Counts one more, unless that would be more than the limit. */
    public boolean tryEnter(int limit) {
        // Not increment-then-look: two that overshoot together would both be refused the last
        // place.
        int seen = open.get();
        while (seen < limit) {
            int witness = open.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** Once for each successful {@link #tryEnter}. */
    public void leave() {
        int left = open.decrementAndGet();
        assert left >= 0 : "left more often than entered";
    }

    public int open() {
        return open.get();
    }
}
