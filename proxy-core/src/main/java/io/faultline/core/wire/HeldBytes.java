package io.faultline.core.wire;

/** Bytes that came too early, kept in a chunk from the worker's pool until somebody wants them. */
public record HeldBytes(Chunk chunk, int length) {

    public static HeldBytes copy(ChunkPool pool, Chunk source, int from, int to) {
        Chunk kept = pool.take(to - from);
        source.copyTo(from, kept, 0, to - from);
        return new HeldBytes(kept, to - from);
    }

    public void giveBackTo(ChunkPool pool) {
        pool.giveBack(chunk);
    }
}
