package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;

/** Bytes as a wire lends them: in a chunk, amid bytes that belong to somebody else. */
final class Lent {

    static final int FROM = 7;

    private Lent() {}

    static Chunk of(byte[] bytes) {
        Chunk chunk = Chunk.allocate(FROM + bytes.length + 9);
        for (int i = 0; i < chunk.capacity(); i++) {
            chunk.put(i, (byte) "\r\nG: \0".charAt(i % 6));
        }
        chunk.buffer().put(FROM, bytes);
        return chunk;
    }
}
