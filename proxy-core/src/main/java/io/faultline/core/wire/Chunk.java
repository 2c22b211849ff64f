package io.faultline.core.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Off-heap bytes whose address is known, so that the kernel can fill and empty them without a copy.
 *
 * <p>A chunk handed to a callback is lent for the length of the call: use the bytes or copy them, but
 * do not keep the chunk. Nothing is counted and nothing needs to be released by the borrower.
 */
public final class Chunk {

    private final ByteBuffer buffer;
    private final long address;

    private Chunk(ByteBuffer buffer) {
        this.buffer = buffer;
        this.address = MemorySegment.ofBuffer(buffer).address();
    }

    public static Chunk allocate(int capacity) {
        return new Chunk(ByteBuffer.allocateDirect(capacity));
    }

    public int capacity() {
        return buffer.capacity();
    }

    public long address() {
        return address;
    }

    public byte at(int index) {
        return buffer.get(index);
    }

    public void put(int index, byte value) {
        buffer.put(index, value);
    }

    /**
     * The memory itself, for those who read or write by absolute index. Position and limit belong to
     * nobody: callers that need them take a duplicate.
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Copies {@code length} bytes of this chunk to another one. */
    public void copyTo(int from, Chunk target, int targetFrom, int length) {
        target.buffer.put(targetFrom, buffer, from, length);
    }
}
