package io.faultline.core.wire.channel;

import io.faultline.core.timing.LoopTurn;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;

/** What the channel wires of one loop share: the memory in which bytes are handed up. */
final class ChannelLoop {

    static final int READ_BYTES = 64 * 1024;

    final Chunk readChunk = Chunk.allocate(READ_BYTES);
    final LoopTurn turn;
    final ChunkPool chunks;

    ChannelLoop(LoopTurn turn, ChunkPool chunks) {
        this.turn = turn;
        this.chunks = chunks;
    }
}
