package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * An ordered byte stream with back-pressure: the whole contract a layer asks of the one below.
 *
 * <p>The rules, the same for every implementation (one set of tests holds them to it):
 *
 * <ul>
 *   <li>On the worker's loop only.
 *   <li>Callbacks come from the loop, never from inside a call on a wire. So a caller need not fear
 *       that {@link #write} closes the ground under its feet; a failed write is told later.
 *   <li>After {@link #close} or {@link #reset}, and after {@link WireReader#onBroken}, no callback
 *       comes any more.
 *   <li>The end of the peer's bytes is told once, after the last byte, and only while reading.
 *   <li>Bytes in a callback are lent, bytes in {@link #write} are borrowed for the call.
 * </ul>
 */
public interface Wire {

    /** Who is told what happens here. May change hands between callbacks. */
    void reader(WireReader reader);

    /** Lets bytes come. A new wire is silent until this is called. */
    void resumeReading();

    /** Lets no more bytes come until {@link #resumeReading}; what the kernel holds stays there. */
    void pauseReading();

    /**
     * Gives back bytes that came too early: they come again, first, when reading goes on. From within
     * {@link WireReader#onBytes} only, and once per call.
     */
    void unread(Chunk chunk, int from, int to);

    /**
     * Sends bytes. What the layer below does not take at once is copied and kept.
     *
     * @return false when bytes wait: the caller should stop until {@link WireReader#onDrained}
     */
    boolean write(Chunk chunk, int from, int to);

    /**
     * Sends two runs of bytes as one: a head, and the part of a body that came with it.
     *
     * @return false when bytes wait, as with {@link #write(Chunk, int, int)}
     */
    default boolean write(
            Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        write(first, from, to);
        return write(second, secondFrom, secondTo);
    }

    /** Bytes accepted by {@link #write} which the layer below has not taken yet. */
    int backlogBytes();

    /** Ends our half of the stream once the backlog is gone. */
    void finish();

    /** Ends both halves at once. The backlog is dropped: {@link #finish} first if it matters. */
    void close();

    /** Ends both halves with a reset, so that the peer cannot take it for an orderly end. */
    void reset();

    boolean isOpen();

    /**
     * False when the layer below ended the peer's bytes and the peer itself did not say so: somebody may
     * have cut them. It matters to a message whose length is told by the end of the stream alone.
     */
    default boolean endedCleanly() {
        return true;
    }

    /** A layer of this wire began where an earlier connection had left off: TLS with a ticket. */
    default boolean isResumed() {
        return false;
    }

    /** What broke the wire, where it knows more than the errno tells. After {@link WireReader#onBroken}. */
    default @Nullable Fault whyBroken() {
        return null;
    }

    /**
     * From now on the bytes that come in here go out at the sink without passing through our memory,
     * as long as that pays. {@link WireReader#onMoved} counts them, {@link WireReader#onBytes} may still
     * be called when the way is not open; to be asked again after each such call.
     *
     * @param most so many bytes, and what comes behind them comes to us
     * @return false when this pair of wires cannot do it
     */
    default boolean spliceTo(Wire sink, long most) {
        return false;
    }

    /**
     * The next reads take at most so many bytes: enough to see what comes, when the rest of it is likely
     * to be spliced. A wire that cannot splice takes what it likes.
     */
    default void readAtMost(int bytes) {}

    /** No byte or end is known to wait behind those that were told. */
    default boolean isQuiet() {
        return true;
    }

    /** Asks the system to find out by itself when a silent peer is gone (TCP keep-alive). */
    default void probeWhenIdle() {}

    /** The kernel's view of the connection, where the system tells. */
    default @Nullable TcpInfo tcpInfo() {
        return null;
    }

    /** The address the peer connected to, or the one we connect from. */
    PeerAddress localAddress();

    PeerAddress remoteAddress();
}
