package io.faultline.l7.http2.frame;

import io.faultline.core.wire.Chunk;

/** A few bytes that may come one by one. */
final class Gather {

    private final byte[] bytes;
    private int length;

    Gather(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Takes bytes until there are as many as wanted; returns where it stopped. */
    int take(Chunk chunk, int from, int to, int wanted) {
        int taken = Math.min(wanted - length, to - from);
        chunk.buffer().get(from, bytes, length, taken);
        length += taken;
        return from + taken;
    }

    int int8(int at) {
        return bytes[at] & 0xff;
    }

    int int16(int at) {
        return int8(at) << 8 | int8(at + 1);
    }

    int int32(int at) {
        return int16(at) << 16 | int16(at + 2);
    }

    /** Without the highest bit, which is reserved wherever numbers of streams and windows stand. */
    int int31(int at) {
        return int32(at) & Integer.MAX_VALUE;
    }

    long int64(int at) {
        return (long) int32(at) << 32 | int32(at + 4) & 0xffff_ffffL;
    }
}
