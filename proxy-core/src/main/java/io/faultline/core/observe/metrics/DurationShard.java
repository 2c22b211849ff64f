package io.faultline.core.observe.metrics;

/** One worker's part of a histogram of durations. */
final class DurationShard {

    private final Buckets buckets;
    private final Cells cells; // one per bucket, then the sum

    DurationShard(Buckets buckets) {
        this.buckets = buckets;
        this.cells = new Cells(buckets.count() + 1);
    }

    /** On the owner's thread only. */
    void record(long nanos) {
        long duration = Math.max(0, nanos);
        cells.add(buckets.indexOf(duration), 1);
        cells.add(buckets.count(), duration);
    }

    /** How many there were. On any thread. */
    long count() {
        long count = 0;
        for (int i = 0; i < buckets.count(); i++) {
            count += cells.get(i);
        }
        return count;
    }

    /** All of them together. On any thread. */
    long nanos() {
        return cells.get(buckets.count());
    }

    /** On any thread. A record under way may be in its bucket and not yet in the sum. */
    void addTo(DurationTotal total) {
        for (int i = 0; i < buckets.count(); i++) {
            total.add(i, cells.get(i));
        }
        total.addNanos(cells.get(buckets.count()));
    }
}
