package io.faultline.l7.route.gate;

import io.netty.util.internal.MathUtil;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bucket of tokens for each of many clients, in a table that never grows and is never locked.
 *
 * <p>A bucket is one number (GCRA, the generic cell rate algorithm): the moment at which it will be full
 * again. A request moves that moment on by what one token takes to come back, and is refused where the
 * moment would lie further ahead than the whole bucket takes. So a bucket that is full needs no place at
 * all, and a table that is full forgets the fullest of a few: the one that loses least by it.
 *
 * <p>Shared by all workers, because a client's connections are spread over them: shares per worker
 * would give a client with one connection a part of its due. Two workers meet on a number only if the
 * same client asks both at once; then one of them tries again. While a place changes hands, a
 * concurrent request may be counted for nobody or for the wrong one; that errs by one request.
 */
final class TokenBuckets {

    /** What {@link #take} answers where there was a token. */
    static final long TAKEN = 0;

    private static final int WAYS = 8; // places a client can be in: one cache line of keys

    private static final long LONGEST = Long.MAX_VALUE / 4; // sums with the time stay numbers

    private final AtomicLongArray keys; // 0: nobody
    private final AtomicLongArray fullAt; // nanoseconds since 'epoch'
    private final long epoch;
    private final long seed;
    private final int mask;
    private final long tokenNanos;
    private final long bucketNanos;

    /**
     * @param epoch now, or before
     * @param seed keeps strangers from choosing whose bucket they share a place with
     */
    TokenBuckets(int clients, long tokenNanos, int burst, long epoch, long seed) {
        int places = MathUtil.findNextPositivePowerOfTwo(Math.max(clients, WAYS));
        this.keys = new AtomicLongArray(places);
        this.fullAt = new AtomicLongArray(places);
        this.mask = places - WAYS;
        this.tokenNanos = tokenNanos;
        this.bucketNanos = Math.min(tokenNanos, LONGEST / burst) * burst;
        this.epoch = epoch;
        this.seed = seed;
    }

    /** Takes a token of this client's, or answers in how many nanoseconds there will be one. */
    long take(long client, long nowNanos) {
        long key = mix(client ^ seed) | 1; // never 0
        long now = nowNanos - epoch;
        int first = (int) (key >>> 32) & mask;
        int place = find(key, first, now);
        while (true) {
            long full = fullAt.get(place);
            long next = Math.max(full, now) + tokenNanos;
            if (next - now > bucketNanos) {
                return next - now - bucketNanos;
            }
            if (fullAt.compareAndSet(place, full, next)) {
                return TAKEN;
            }
        }
    }

    private int find(long key, int first, long now) {
        int fullest = first;
        for (int place = first; place < first + WAYS; place++) {
            if (keys.get(place) == key) {
                return place;
            }
            if (fullAt.get(place) < fullAt.get(fullest)) {
                fullest = place;
            }
        }
        long before = keys.get(fullest);
        if (keys.compareAndSet(fullest, before, key)) {
            fullAt.set(fullest, now); // a full bucket
        }
        return fullest;
    }

    /** The finalizer of SplitMix64: every bit of the input moves every bit of the output. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
