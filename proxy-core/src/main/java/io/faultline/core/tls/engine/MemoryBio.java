package io.faultline.core.tls.engine;

import io.faultline.core.wire.Chunk;
import io.netty.internal.tcnative.SSL;

/** Bytes where BoringSSL reads them from. */
record MemoryBio(long pointer) implements AutoCloseable {

    static MemoryBio of(byte[] bytes) throws Exception {
        Chunk chunk = Chunk.allocate(bytes.length);
        chunk.buffer().put(0, bytes);
        long bio = SSL.newMemBIO();
        if (SSL.bioWrite(bio, chunk.address(), bytes.length) != bytes.length) {
            SSL.freeBIO(bio);
            throw new IllegalStateException("BoringSSL took no bytes");
        }
        chunk.buffer().put(0, new byte[bytes.length]); // it may have been a private key
        return new MemoryBio(bio);
    }

    @Override
    public void close() {
        SSL.freeBIO(pointer);
    }
}
