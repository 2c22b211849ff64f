package io.faultline.core.tls.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.HeldBytes;
import org.jspecify.annotations.Nullable;

/**
 * Opened bytes that nobody wants yet, in one piece. They stay few: who does not read makes the wire
 * below pause.
 */
final class Unread {

    private final ChunkPool pool;
    private @Nullable HeldBytes held;

    Unread(ChunkPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return held == null;
    }

    void add(Chunk plain, int from, int to) {
        HeldBytes before = held;
        if (before == null) {
            held = HeldBytes.copy(pool, plain, from, to);
            return;
        }
        int length = before.length() + to - from;
        Chunk larger = pool.take(length);
        before.chunk().copyTo(0, larger, 0, before.length());
        plain.copyTo(from, larger, before.length(), to - from);
        before.giveBackTo(pool);
        held = new HeldBytes(larger, length);
    }

    /** They are the caller's now, who gives them back. */
    @Nullable HeldBytes take() {
        HeldBytes taken = held;
        held = null;
        return taken;
    }

    void giveBack() {
        HeldBytes rest = take();
        if (rest != null) {
            rest.giveBackTo(pool);
        }
    }
}
