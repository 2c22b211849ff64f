package io.faultline.core.observe.saturation;

import java.util.Arrays;

/** How much a counter grew within about the last minute: its values at the last looks. */
final class RecentGrowth {

    private final long[] totals;
    private int next;

    /** @param looks how many looks a minute has */
    RecentGrowth(int looks) {
        totals = new long[looks];
        Arrays.fill(totals, EventCount.UNTOLD);
    }

    /** Takes the value of this look and says how far the oldest one that is known is below it. */
    long add(long total) {
        if (total < 0) {
            return 0;
        }
        long oldest = total;
        for (int i = 0; i < totals.length; i++) {
            long before = totals[(next + i) % totals.length];
            if (before >= 0) {
                oldest = before;
                break;
            }
        }
        totals[next] = total;
        next = (next + 1) % totals.length;
        return Math.max(0, total - oldest); // less than before: it was reset, or has wrapped
    }
}
