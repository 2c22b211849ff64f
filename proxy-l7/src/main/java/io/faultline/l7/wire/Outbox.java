package io.faultline.l7.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker puts together what it is about to send: heads, the framing of chunks, small bodies.
 * Whoever writes says {@linkplain #to to which wire}. All of it leaves at the end of the loop's turn: what
 * a wire got in that turn goes out in one call, and peers are woken up in a row rather than one by one.
 *
 * <p>On the worker's loop only.
 */
public final class Outbox {

    /** Bodies up to this size are copied behind their head; larger ones go out from where they lie. */
    private static final int COPIED_UP_TO = 4 * 1024;

    private static final int CAPACITY = 160 * 1024;

    /** With more than this waiting, a large head might not fit any more. */
    private static final int FULL_FROM = 64 * 1024;

    private static final int MOST_PARCELS = 512;

    private final Chunk chunk = Chunk.allocate(CAPACITY);
    private final ByteBuffer bytes = chunk.buffer();
    private final Executor loop;
    private final Runnable endOfTurn = this::endTurn;

    /** Bytes of one wire, one behind the other; the last parcel is the one that grows. */
    private final @Nullable Wire[] wires = new @Nullable Wire[MOST_PARCELS];

    private final int[] starts = new int[MOST_PARCELS];
    private final boolean[] requests = new boolean[MOST_PARCELS]; // they leave first
    private int parcels;
    private int length;
    private boolean turnEndAwaited;

    /** @param loop runs what it is given when the events of this turn have been served */
    public Outbox(Executor loop) {
        this.loop = loop;
    }

    /** What is put from now on, in this callback, is for this wire. */
    public Outbox to(Wire wire) {
        int last = parcels - 1;
        if (last >= 0 && wires[last] == wire && length < FULL_FROM) {
            return this;
        }
        if (length >= FULL_FROM || parcels == MOST_PARCELS) {
            flush();
        }
        wires[parcels] = wire;
        starts[parcels] = length;
        requests[parcels] = false;
        parcels++;
        if (!turnEndAwaited) {
            turnEndAwaited = true;
            loop.execute(endOfTurn);
        }
        return this;
    }

    /**
     * The same for a request. At the end of a turn requests leave before answers: endpoints get to work
     * sooner, and whoever is woken finds more than one message, because all of his come in a row.
     */
    public Outbox toEndpoint(Wire wire) {
        to(wire);
        requests[parcels - 1] = true;
        return this;
    }

    public int length() {
        return length;
    }

    private boolean hasRoom(int more) {
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

    /** Two bytes, the higher one first. */
    public void putShort(int number) {
        bytes.putShort(length, (short) number);
        length += Short.BYTES;
    }

    /** Four bytes, the highest one first. */
    public void putInt(int number) {
        bytes.putInt(length, number);
        length += Integer.BYTES;
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

    private void endTurn() {
        turnEndAwaited = false;
        flush();
        parcels = 0;
    }

    /** Sends what is here. What is put next is for the same wire as before. */
    public void flush() {
        int all = parcels;
        if (all == 0) {
            return;
        }
        Wire current = wires[all - 1];
        boolean toEndpoint = requests[all - 1];
        send(true);
        send(false);
        wires[0] = current;
        starts[0] = 0;
        requests[0] = toEndpoint;
        parcels = 1;
        length = 0;
    }

    private void send(boolean towardsEndpoints) {
        for (int i = 0; i < parcels; i++) {
            if (requests[i] == towardsEndpoints) {
                send(i, i + 1 < parcels ? starts[i + 1] : length);
            }
        }
    }

    private void send(int parcel, int end) {
        Wire wire = wires[parcel];
        wires[parcel] = null;
        if (wire != null && end > starts[parcel]) {
            wire.write(chunk, starts[parcel], end);
        }
    }

    /**
     * Sends what is here for the current wire and these bytes behind it; few bytes stay here until the
     * turn ends.
     *
     * @return false when bytes wait in the wire: time to stop until it has drained
     */
    public boolean pass(Chunk source, int from, int to) {
        int last = parcels - 1;
        Wire wire = last < 0 ? null : wires[last];
        assert wire != null : "to which wire?";
        if (to - from <= COPIED_UP_TO && hasRoom(to - from)) {
            put(source, from, to);
            return wire.backlogBytes() == 0;
        }
        for (int i = 0; i < last; i++) {
            if (wires[i] == wire) {
                send(i, starts[i + 1]);
            }
        }
        int start = starts[last];
        int end = length;
        length = start;
        return start == end
                ? wire.write(source, from, to)
                : wire.write(chunk, start, end, source, from, to);
    }

    /** Sends what is here for this wire: what it gets next comes from elsewhere. */
    public void flush(Wire wire) {
        for (int i = 0; i < parcels; i++) {
            if (wires[i] == wire) {
                flush();
                return;
            }
        }
    }

    /** The wire has gone, and what was meant for it goes too. */
    public void forget(Wire wire) {
        for (int i = 0; i < parcels; i++) {
            if (wires[i] == wire) {
                wires[i] = null;
            }
        }
    }

    /** Forgets what is here and for whom. */
    public void drop() {
        Arrays.fill(wires, 0, parcels, null);
        parcels = 0;
        length = 0;
    }
}
