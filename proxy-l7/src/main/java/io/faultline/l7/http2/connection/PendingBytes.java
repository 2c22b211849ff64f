package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one stream that wait for somebody to take them, in memory from the worker's pool. Who appends
 * sees to it that they stay few: windows do, and pausing the source.
 */
final class PendingBytes {

    private @Nullable Chunk chunk; // none while nothing waits
    private int from;
    private int to;

    int length() {
        return to - from;
    }

    boolean isEmpty() {
        return to == from;
    }

    void append(ChunkPool pool, Chunk source, int start, int end) {
        int more = end - start;
        if (more == 0) {
            return;
        }
        Chunk target = roomFor(pool, more);
        source.copyTo(start, target, to, more);
        to += more;
    }

    private Chunk roomFor(ChunkPool pool, int more) {
        Chunk current = chunk;
        if (current != null && current.capacity() - to >= more) {
            return current;
        }
        int length = length();
        if (current == null || current.capacity() < length + more) {
            Chunk larger = pool.take(length + more);
            if (current != null) {
                current.copyTo(from, larger, 0, length);
                pool.giveBack(current);
            }
            current = larger;
            chunk = larger;
        } else {
            current.copyTo(from, current, 0, length);
        }
        from = 0;
        to = length;
        return current;
    }

    /** Where the bytes lie, from {@link #from} on; only while there are any. */
    Chunk chunk() {
        Chunk current = chunk;
        assert current != null : "nothing waits";
        return current;
    }

    int from() {
        return from;
    }

    /** The bytes leave with their chunk, which the caller gives back; nothing waits any more. */
    Chunk detach() {
        Chunk current = chunk();
        chunk = null;
        from = 0;
        to = 0;
        return current;
    }

    /** The first bytes have been taken. */
    void taken(ChunkPool pool, int count) {
        from += count;
        if (from == to) {
            clear(pool);
        }
    }

    void clear(ChunkPool pool) {
        from = 0;
        to = 0;
        Chunk current = chunk;
        if (current != null) {
            chunk = null;
            pool.giveBack(current);
        }
    }
}
