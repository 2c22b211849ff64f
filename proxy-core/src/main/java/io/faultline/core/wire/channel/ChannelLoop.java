package io.faultline.core.wire.channel;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;

/** What the channel wires of one loop share: the memory in which bytes are handed up. */
final class ChannelLoop {

    static final int READ_BYTES = 64 * 1024;

    final Chunk readChunk = Chunk.allocate(READ_BYTES);
    final ChunkPool chunks;

    ChannelLoop(ChunkPool chunks) {
        this.chunks = chunks;
    }
}
