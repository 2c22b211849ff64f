package io.faultline.core.upstream.balance;

/**
 * Random numbers for one worker: SplitMix64, a few instructions, no lock and no allocation. Spreads
 * load; never use it where somebody gains by guessing.
 */
final class WorkerRandom {

    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    WorkerRandom(long seed) {
        state = mix(seed); // neighbouring seeds are no neighbours any more
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** 0 (inclusive) to bound (exclusive). */
    int below(int bound) {
        return (int) below((long) bound);
    }

    /** 0 (inclusive) to bound (exclusive); the bias of the multiplication is below 2^-32 here. */
    long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** Every bit of the input moves every bit of the output. */
    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
