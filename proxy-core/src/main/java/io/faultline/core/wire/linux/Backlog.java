package io.faultline.core.wire.linux;

import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import org.jspecify.annotations.Nullable;

/**
 * Bytes the kernel did not take yet, copied into a chunk from the worker's pool. A wire makes one at its
 * first partial send and keeps it; the chunk goes back whenever the backlog is gone.
 */
final class Backlog {

    private final ChunkPool chunks;
    private @Nullable Chunk chunk;
    private int from;
    private int to;

    Backlog(ChunkPool chunks) {
        this.chunks = chunks;
    }

    boolean isEmpty() {
        return chunk == null;
    }

    int bytes() {
        return to - from;
    }

    void append(Chunk source, int sourceFrom, int sourceTo) {
        int length = sourceTo - sourceFrom;
        Chunk target = withRoomFor(length);
        source.copyTo(sourceFrom, target, to, length);
        to += length;
    }

    private Chunk withRoomFor(int length) {
        Chunk held = chunk;
        if (held != null && to + length <= held.capacity()) {
            return held;
        }
        Chunk larger = chunks.take(bytes() + length);
        if (held != null) {
            held.copyTo(from, larger, 0, bytes());
            chunks.giveBack(held);
        }
        to -= from;
        from = 0;
        chunk = larger;
        return larger;
    }

    /** Sends what it can: 0 when all is out, else the negated errno (EAGAIN: some had to stay). */
    int send(Syscalls sys, int fd) {
        Chunk held = chunk;
        assert held != null : "nothing waits";
        int sent = sys.send(fd, held.address() + from, bytes());
        if (sent < 0) {
            return sent;
        }
        from += sent;
        if (from < to) {
            return -Errno.EAGAIN;
        }
        drop();
        return 0;
    }

    void drop() {
        if (chunk != null) {
            chunks.giveBack(chunk);
            chunk = null;
        }
        from = 0;
        to = 0;
    }
}
