package io.faultline.benchmarks.load;

/**
 * Counts of durations in buckets that grow by about 3 %: small enough to keep for millions of
 * samples, exact enough for a p99.
 */
public final class LatencyHistogram {

    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[64 * SUB];
    private long total;

    public void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    /** The duration that this share of the samples did not exceed; 0 when there is no sample. */
    public double micros(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperBound(i) / 1e3;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < SUB) {
            return (int) nanos;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return (exponent + 1) * SUB + (int) (nanos >>> exponent) - SUB;
    }

    private static long upperBound(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int exponent = bucket / SUB - 1;
        return ((long) (bucket % SUB + SUB + 1) << exponent) - 1;
    }
}
