package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.charset.StandardCharsets;

/** Bytes that are sent again and again. */
record Bytes(Chunk chunk, int length) {

    static Bytes of(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Bytes of(byte... bytes) {
        var chunk = Chunk.allocate(Math.max(1, bytes.length));
        for (int i = 0; i < bytes.length; i++) {
            chunk.put(i, bytes[i]);
        }
        return new Bytes(chunk, bytes.length);
    }

    void sendTo(Wire wire) {
        wire.write(chunk, 0, length);
    }
}
