package io.faultline.l7.route;

/** A cheap hash of a byte range that grows byte by byte, while somebody walks over the bytes. */
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
}
