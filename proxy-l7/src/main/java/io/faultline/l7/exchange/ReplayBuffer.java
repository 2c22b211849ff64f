package io.faultline.l7.exchange;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.l7.upstream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a request body that is on its way, kept so that it can be sent to another endpoint.
 * It is all or nothing: a body that outgrows its limit is no longer kept, and a request of which a part
 * has left that nobody has any more is never sent again.
 *
 * <p>The memory comes from the worker's pool and goes back when the exchange is over. On the worker's
 * loop only.
 */
final class ReplayBuffer {

    private final ChunkPool pool;
    private @Nullable Chunk kept;
    private int length;
    private long limit;
    private boolean lost; // bytes have left that are not here

    ReplayBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** @param mostBytes 0 when the body is not worth keeping */
    void begin(long mostBytes) {
        limit = mostBytes;
    }

    /** These bytes go out now. */
    void keep(Chunk chunk, int from, int to) {
        int more = to - from;
        if (lost || length + more > limit) {
            lost = true;
            release();
            return;
        }
        Chunk roomy = withRoom(length + more);
        chunk.copyTo(from, roomy, length, more);
        length += more;
    }

    private Chunk withRoom(int bytes) {
        Chunk before = kept;
        if (before != null && before.capacity() >= bytes) {
            return before;
        }
        Chunk larger = pool.take(bytes);
        if (before != null) {
            before.copyTo(0, larger, 0, length);
            pool.giveBack(before);
        }
        kept = larger;
        return larger;
    }

    /** All of the body that has left is here. */
    boolean isWhole() {
        return !lost;
    }

    /**
     * Sends what is here.
     *
     * @return false when bytes wait: stop until the stream has drained
     */
    boolean playTo(UpstreamStream stream) {
        Chunk bytes = kept;
        return bytes == null || stream.sendBody(bytes, 0, length);
    }

    /** Ready for another exchange. */
    void clear() {
        release();
        lost = false;
        limit = 0;
    }

    private void release() {
        if (kept != null) {
            pool.giveBack(kept);
            kept = null;
        }
        length = 0;
    }
}
