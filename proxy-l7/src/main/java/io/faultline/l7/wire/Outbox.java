package io.faultline.l7.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;

/**
 * Where a worker puts together what it is about to send: a head, the framing of a chunk, a small body.
 * One per worker and empty between two callbacks, so that what one callback produces for a wire leaves
 * in one call.
 *
 * <p>On the worker's loop only.
 */
public final class Outbox {

    /** Bodies up to this size are copied behind their head; larger ones go out from where they lie. */
    private static final int COPIED_UP_TO = 4 * 1024;

    private static final int CAPACITY = 128 * 1024;

    private final Chunk chunk = Chunk.allocate(CAPACITY);
    private final ByteBuffer bytes = chunk.buffer();
    private int length;

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Whether so many more bytes fit; if not, {@link #flush} first. */
    public boolean hasRoom(int more) {
        return CAPACITY - length >= more;
    }

    public void put(byte b) {
        bytes.put(length++, b);
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(byte[] source, int from, int to) {
        bytes.put(length, source, from, to - from);
        length += to - from;
    }

    public void put(Chunk source, int from, int to) {
        source.copyTo(from, chunk, length, to - from);
        length += to - from;
    }

    /** A number of at least 0 in decimal. */
    public void putDecimal(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        length += digits;
    }

    /** A number above 0 in hexadecimal. */
    public void putHex(int number) {
        for (int shift = (31 - Integer.numberOfLeadingZeros(number)) & ~3; shift >= 0; shift -= 4) {
            int digit = number >>> shift & 0xf;
            put((byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }

    /**
     * Sends what is here.
     *
     * @return false when bytes wait in the wire
     */
    public boolean flush(Wire wire) {
        if (length == 0) {
            return wire.backlogBytes() == 0;
        }
        int all = length;
        length = 0;
        return wire.write(chunk, 0, all);
    }

    /**
     * Sends what is here and these bytes behind it; small ones stay here until the next flush.
     *
     * @return false when bytes wait in the wire
     */
    public boolean pass(Wire wire, Chunk source, int from, int to) {
        if (to - from <= COPIED_UP_TO && length > 0 && hasRoom(to - from)) {
            put(source, from, to);
            return true;
        }
        if (length == 0) {
            return wire.write(source, from, to);
        }
        int head = length;
        length = 0;
        return wire.write(chunk, 0, head, source, from, to);
    }

    /** Forgets what is here: its wire has gone. */
    public void drop() {
        length = 0;
    }
}
