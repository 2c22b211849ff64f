package io.faultline.core.observe.metrics;

/** The shards of one histogram, summed for one scrape. */
final class DurationTotal {

    private final Buckets buckets;
    private final long[] counts;
    private long nanos;

    DurationTotal(Buckets buckets) {
        this.buckets = buckets;
        this.counts = new long[buckets.count()];
    }

    void add(int bucket, long count) {
        counts[bucket] += count;
    }

    void addNanos(long more) {
        nanos += more;
    }

    Buckets buckets() {
        return buckets;
    }

    long count(int bucket) {
        return counts[bucket];
    }

    boolean isEmpty() {
        return nanos == 0;
    }

    double sumSeconds() {
        return nanos / 1e9;
    }
}
