package io.faultline.core.wire;

import java.util.ArrayDeque;

/**
 * The spare memory of one worker: bytes that a slow peer has not taken yet wait in chunks from here.
 *
 * <p>Six sizes are kept, a few of each; larger ones are made and dropped, and so are those beyond the few:
 * their memory comes back only when the collector runs. On the worker's loop only, except that
 * {@link #lentBytes} may be read from anywhere.
 */
public final class ChunkPool {

    private static final int SMALLEST = 4 * 1024;
    private static final int SIZES = 6; // 4 KiB, 16 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB
    private static final int KEPT_PER_SIZE = 64;
    private static final int KEPT_BYTES_PER_SIZE = 8 * 1024 * 1024;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private final ArrayDeque<Chunk>[] spare = new ArrayDeque[SIZES];

    private volatile long lentBytes;

    public ChunkPool() {
        for (int i = 0; i < SIZES; i++) {
            spare[i] = new ArrayDeque<>();
        }
    }

    /** A chunk of at least this many bytes, to be given {@link #giveBack back}. */
    public Chunk take(int atLeastBytes) {
        int size = sizeIndex(atLeastBytes);
        Chunk chunk = size < SIZES ? spare[size].pollLast() : null;
        if (chunk == null) {
            chunk = Chunk.allocate(size < SIZES ? capacity(size) : atLeastBytes);
        }
        account(chunk.capacity());
        return chunk;
    }

    public void giveBack(Chunk chunk) {
        account(-chunk.capacity());
        int size = sizeIndex(chunk.capacity());
        if (size < SIZES && spare[size].size() < kept(size)) {
            spare[size].addLast(chunk);
        }
    }

    /** Counts bytes that wait in memory of another kind, or, negative, wait no longer. */
    public void waitingElsewhere(int bytes) {
        account(bytes);
    }

    /** Bytes of memory lent out now: what slow peers cost us. */
    public long lentBytes() {
        return lentBytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the worker's loop
    private void account(int bytes) {
        lentBytes += bytes;
    }

    private static int capacity(int size) {
        return SMALLEST << (2 * size);
    }

    private static int kept(int size) {
        return Math.min(KEPT_PER_SIZE, KEPT_BYTES_PER_SIZE / capacity(size));
    }

    private static int sizeIndex(int bytes) {
        int size = 0;
        for (int capacity = SMALLEST; capacity < bytes && size < SIZES; capacity <<= 2) {
            size++;
        }
        return size;
    }
}
