package io.faultline.l7.http2.hpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The dynamic table as the encoder sees it: it finds a field's index, and decides what is worth an entry.
 *
 * <p>Only what comes a second time is. Most values of a head are either the same each time (server, cache-control)
 * or never again (etag, x-request-id); to insert the latter would push out the former and cost a copy each.
 * What was seen is remembered by its hash alone, in a few words.
 *
 * <p>Its memory is taken when the first field is encoded.
 */
final class EncoderTable {

    private static final int SLOTS = 128; // a power of two

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWER_CASE =
            0x2020202020202020L; // folds what must be equal, and a little more
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private final DynamicTable table;
    private int[] newest = new int[0]; // by hash: the sequence number of the last entry
    private int[] seen = new int[0]; // by hash: the last hash

    EncoderTable(int maxSize) {
        table = new DynamicTable(maxSize);
    }

    int maxSize() {
        return table.maxSize();
    }

    void maxSize(int newMaxSize) {
        table.maxSize(newMaxSize);
    }

    static int hash(byte[] bytes, int name, int nameEnd, int value, int valueEnd) {
        long hash = mix(bytes, name, nameEnd, (long) nameEnd - name, LOWER_CASE);
        hash = mix(bytes, value, valueEnd, hash, 0);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(byte[] bytes, int from, int to, long before, long fold) {
        long hash = before;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ ((long) LONGS.get(bytes, at) | fold)) * FACTOR;
            hash ^= hash >>> 29;
        }
        long rest = (long) to - at;
        for (; at < to; at++) {
            rest = rest << Byte.SIZE | ((bytes[at] | fold) & 0xff);
        }
        hash = (hash ^ rest) * FACTOR;
        return hash ^ hash >>> 32;
    }

    /** The index of such a field among those of this table, or 0. */
    int find(int hash, byte[] bytes, int name, int nameEnd, int value, int valueEnd) {
        if (newest.length == 0) {
            return 0;
        }
        return table.find(newest[hash & SLOTS - 1], hash, bytes, name, nameEnd, value, valueEnd);
    }

    /** Whether a field that has no index should get one; remembers that it came. */
    boolean isWorthIt(int hash, int nameLength, int valueLength) {
        if (newest.length == 0) {
            newest = new int[SLOTS];
            seen = new int[SLOTS];
        }
        int slot = hash >>> 8 & SLOTS - 1;
        boolean again = seen[slot] == hash;
        seen[slot] = hash;
        // One entry must not push out most of the others.
        return again && nameLength + valueLength + DynamicTable.OVERHEAD <= table.maxSize() / 2;
    }

    void add(int hash, byte[] bytes, int name, int nameEnd, int value, int valueEnd) {
        int bucket = hash & SLOTS - 1;
        if (table.add(bytes, name, nameEnd, value, valueEnd, hash, newest[bucket])) {
            newest[bucket] = table.newest();
        }
    }
}
