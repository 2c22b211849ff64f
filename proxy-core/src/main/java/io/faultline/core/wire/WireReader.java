package io.faultline.core.wire;

/** Hears what happens on a {@link Wire}. On the worker's loop only. */
public interface WireReader {

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive) have come; they are lent for the call. */
    void onBytes(Wire wire, Chunk chunk, int from, int to);

    /**
     * So many bytes have gone from this wire to its sink inside the kernel; none, or fewer than came in,
     * when the sink has a backlog now. Only who splices hears of it.
     */
    default void onMoved(Wire wire, int bytes) {}

    /** The peer has finished its half. Told once. */
    void onEnd(Wire wire);

    /** All that was written has been taken by the layer below; more may come. */
    void onDrained(Wire wire);

    /** The stream broke and is closed already. The errno tells how. */
    void onBroken(Wire wire, int errno);
}
