package io.faultline.core.observe.slow;

import io.faultline.core.observe.access.SessionRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The slowest of each of the last minutes on one worker. Whoever is not among them costs one comparison;
 * only for those that are is anything made. They are read from outside, as lists that never change.
 *
 * <p>When everything gets slower and slower, each exchange is the slowest so far. Therefore, once many
 * have come in one minute, the next must be slower by an eighth: work stays bounded, and the
 * worst are still among those that are kept.
 */
public final class SlowShard {

    /** Kept of one minute and worker. */
    public static final int PER_MINUTE = 8;

    /** As many minutes are kept. */
    public static final int MINUTES = 10;

    private static final int UNHURRIED = 64;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Comparator<SlowSample> WORST_FIRST =
            Comparator.comparingLong(SlowSample::lateNanos).reversed();

    private long minute = Long.MIN_VALUE;
    private long floor; // who is not slower is not among the slowest
    private int admitted; // in this minute
    private volatile List<SlowMinute> minutes = List.of(); // newest first
    private final FailedTail failed = new FailedTail();

    /** Beside the slowest, the last that failed: who looks for one of them looks for both. */
    public FailedTail failed() {
        return failed;
    }

    /** On the worker's loop only. */
    public boolean wants(long lateNanos, long now) {
        long current = Math.floorDiv(now, MINUTE_NANOS);
        if (current != minute) {
            minute = current;
            floor = 0;
            admitted = 0;
        }
        return lateNanos > floor;
    }

    /** One that it {@linkplain #wants wanted}. On the worker's loop only. */
    public void keep(long lateNanos, SessionRecord seen) {
        var samples = new ArrayList<SlowSample>(PER_MINUTE + 1);
        boolean begun = !minutes.isEmpty() && minutes.getFirst().number() == minute;
        if (begun) {
            samples.addAll(minutes.getFirst().samples());
        }
        samples.add(new SlowSample(lateNanos, QueryValues.withoutSecrets(seen)));
        samples.sort(WORST_FIRST);
        if (samples.size() > PER_MINUTE) {
            samples.removeLast();
        }
        raiseFloor(samples);
        publish(new SlowMinute(minute, List.copyOf(samples)), begun);
    }

    private void raiseFloor(List<SlowSample> samples) {
        admitted++;
        if (samples.size() == PER_MINUTE) {
            floor = samples.getLast().lateNanos();
        }
        if (admitted > UNHURRIED) {
            long worst = samples.getFirst().lateNanos();
            floor = Math.max(floor, worst + worst / 8);
        }
    }

    private void publish(SlowMinute current, boolean replaces) {
        var kept = new ArrayList<SlowMinute>(MINUTES);
        kept.add(current);
        List<SlowMinute> before = minutes;
        for (int i = replaces ? 1 : 0; i < before.size() && kept.size() < MINUTES; i++) {
            kept.add(before.get(i));
        }
        minutes = List.copyOf(kept);
    }

    /** Newest first. On any thread. */
    public List<SlowMinute> minutes() {
        return minutes;
    }
}
