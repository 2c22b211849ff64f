package io.faultline.core.observe.slow;

import io.faultline.core.observe.access.SessionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last exchanges and sessions that failed on one worker, whole, for somebody who watches. A flood of
 * failures is not kept but sampled: of each second the first few, so that it costs the worker a
 * comparison each and no more. How many there were, the ledger of faults counts.
 */
public final class FailedTail {

    /** So many are kept. */
    public static final int KEPT = 24;

    static final int PER_SECOND = 4;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long second = Long.MIN_VALUE;
    private int taken; // in this second
    private volatile List<SessionRecord> newestFirst = List.of();

    FailedTail() {}

    /** On the worker's loop only. */
    public boolean wants(long now) {
        return taken < PER_SECOND || Math.floorDiv(now, SECOND_NANOS) != second;
    }

    /** One that it {@linkplain #wants wanted}. On the worker's loop only. */
    public void keep(SessionRecord seen, long now) {
        long current = Math.floorDiv(now, SECOND_NANOS);
        taken = current == second ? taken + 1 : 1;
        second = current;
        var kept = new ArrayList<SessionRecord>(KEPT);
        kept.add(QueryValues.withoutSecrets(seen));
        List<SessionRecord> before = newestFirst;
        kept.addAll(before.subList(0, Math.min(before.size(), KEPT - 1)));
        newestFirst = List.copyOf(kept);
    }

    /** Newest first. On any thread. */
    public List<SessionRecord> list() {
        return newestFirst;
    }
}
