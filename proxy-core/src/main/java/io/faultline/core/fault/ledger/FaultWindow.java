package io.faultline.core.fault.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something happened lately: in the last minute, ten minutes and hour, each in buckets that are
 * overwritten in turn. A bucket knows which time it counts, so nobody has to come by and empty it.
 *
 * <p>Every worker writes to a stripe of its own, as far as there are stripes, without a lock; whoever asks
 * adds them up. The size is fixed.
 */
final class FaultWindow {

    /** The span of a window and into how many buckets it is cut: so old is the oldest that still counts. */
    private enum Span {
        MINUTE(5, 12),
        TEN_MINUTES(30, 20),
        HOUR(150, 24);

        final long bucketMillis;
        final int buckets;

        Span(int bucketSeconds, int buckets) {
            this.bucketMillis = TimeUnit.SECONDS.toMillis(bucketSeconds);
            this.buckets = buckets;
        }
    }

    private static final Span[] SPANS = Span.values();
    private static final int CELLS = totalCells();
    private static final int COUNT_BITS = 26;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int STRIPES = stripes();

    private final AtomicLongArray cells = new AtomicLongArray(CELLS * STRIPES);

    private static int totalCells() {
        int sum = 0;
        for (Span span : Span.values()) {
            sum += span.buckets;
        }
        return sum;
    }

    private static int stripes() {
        int processors = Math.min(8, Runtime.getRuntime().availableProcessors());
        return Integer.highestOneBit(processors);
    }

    /** On any thread. */
    void add(long nowMillis) {
        int first = CELLS * (int) (Thread.currentThread().threadId() & STRIPES - 1);
        for (Span span : SPANS) {
            long bucket = Math.floorDiv(nowMillis, span.bucketMillis);
            increment(first + (int) Math.floorMod(bucket, (long) span.buckets), bucket);
            first += span.buckets;
        }
    }

    private void increment(int cell, long bucket) {
        long epoch = bucket << COUNT_BITS;
        long seen;
        long next;
        do {
            seen = cells.get(cell);
            boolean same = (seen & ~COUNT_MASK) == epoch && (seen & COUNT_MASK) < COUNT_MASK;
            next = same ? seen + 1 : isFull(seen, epoch) ? seen : epoch | 1;
        } while (!cells.compareAndSet(cell, seen, next));
    }

    private static boolean isFull(long seen, long epoch) {
        return seen == (epoch | COUNT_MASK);
    }

    long lastMinute(long nowMillis) {
        return sum(Span.MINUTE, nowMillis);
    }

    long lastTenMinutes(long nowMillis) {
        return sum(Span.TEN_MINUTES, nowMillis);
    }

    long lastHour(long nowMillis) {
        return sum(Span.HOUR, nowMillis);
    }

    private long sum(Span span, long nowMillis) {
        long newest = Math.floorDiv(nowMillis, span.bucketMillis);
        long sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int first = CELLS * stripe + offset(span);
            for (int i = 0; i < span.buckets; i++) {
                long cell = cells.get(first + i);
                long age = newest - (cell >> COUNT_BITS);
                if (age >= 0 && age < span.buckets) {
                    sum += cell & COUNT_MASK;
                }
            }
        }
        return sum;
    }

    private static int offset(Span span) {
        int offset = 0;
        for (int i = 0; i < span.ordinal(); i++) {
            offset += SPANS[i].buckets;
        }
        return offset;
    }
}
