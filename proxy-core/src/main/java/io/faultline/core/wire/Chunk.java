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
    private final MemorySegment memory;

    private Chunk(ByteBuffer buffer) {
        this.buffer = buffer;
        this.memory = MemorySegment.ofBuffer(buffer);
    }

    public static Chunk allocate(int capacity) {
        return new Chunk(ByteBuffer.allocateDirect(capacity));
    }

    public int capacity() {
        return buffer.capacity();
    }

    public long address() {
        return memory.address();
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

    /** Where the first such byte is, or -1. */
    public int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer.get(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes from here on are the same as those of an array from there on, of so many at most. */
    public int sameAs(int from, MemorySegment array, int arrayFrom, int most) {
        long first =
                MemorySegment.mismatch(
                        memory, from, from + most, array, arrayFrom, arrayFrom + most);
        return first < 0 ? most : (int) first;
    }

    /** Copies {@code length} bytes of this chunk to another one. */
    public void copyTo(int from, Chunk target, int targetFrom, int length) {
        target.buffer.put(targetFrom, buffer, from, length);
    }
}
