package io.faultline.l7.route;

/** Hashes of byte ranges: a cheap one that grows byte by byte for tables, a mixed one for balancing. */
final class ByteHash {

    static final int EMPTY = 0;

    private ByteHash() {}

    /** The hash of a range that is one byte longer. */
    static int next(int hash, byte b) {
        return hash * 31 + b;
    }

    static int of(byte[] bytes, int from, int to) {
        int hash = EMPTY;
        for (int i = from; i < to; i++) {
            hash = next(hash, bytes[i]);
        }
        return hash;
    }

    /** Every bit of the input moves every bit of the output. */
    static long mixed(byte[] bytes, int from, int to) {
        long hash = 0xcbf2_9ce4_8422_2325L; // FNV-1a, then the finalizer of SplitMix64
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x100_0000_01b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d0_49bb_1331_11ebL;
        return hash ^ hash >>> 31;
    }
}
