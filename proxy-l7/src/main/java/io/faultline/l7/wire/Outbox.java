package io.faultline.l7.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker puts together what it is about to send: a head, the framing of a chunk, a small body.
 * One per worker: whoever writes says {@linkplain #to to which wire}, and what was there for another
 * one leaves first. Flushed at the end of every callback, so that what one callback produces for a wire
 * leaves in one call.
 *
 * <p>On the worker's loop only.
 */
public final class Outbox {

    /** Bodies up to this size are copied behind their head; larger ones go out from where they lie. */
    private static final int COPIED_UP_TO = 4 * 1024;

    private static final int CAPACITY = 160 * 1024;

    /** With more than this waiting, a large head might not fit any more. */
    private static final int FULL_FROM = 64 * 1024;

    private final Chunk chunk = Chunk.allocate(CAPACITY);
    private final ByteBuffer bytes = chunk.buffer();
    private @Nullable Wire target;
    private int length;

    /** What is put from now on is for this wire. */
    public Outbox to(Wire wire) {
        if (target != wire || length >= FULL_FROM) {
            flush();
            target = wire;
        }
        return this;
    }

    public int length() {
        return length;
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

    /** Sends what is here. */
    public void flush() {
        int all = length;
        length = 0;
        if (all > 0 && target != null) {
            target.write(chunk, 0, all);
        }
    }

    /**
     * Sends what is here and these bytes behind it; few bytes stay here until the next flush.
     *
     * @return false when bytes wait in the wire: time to stop until it has drained
     */
    public boolean pass(Chunk source, int from, int to) {
        Wire wire = target;
        assert wire != null : "to which wire?";
        if (length > 0 && to - from <= COPIED_UP_TO && hasRoom(to - from)) {
            put(source, from, to);
            return true;
        }
        if (length == 0) {
            return wire.write(source, from, to);
        }
        int before = length;
        length = 0;
        return wire.write(chunk, 0, before, source, from, to);
    }

    /** The wire has gone, and what was meant for it goes too. */
    public void forget(Wire wire) {
        if (target == wire) {
            drop();
        }
    }

    /** Forgets what is here and for whom. */
    public void drop() {
        target = null;
        length = 0;
    }
}
