package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.message.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One stream as both ends see it: its windows, what waits in either direction, and how far each half has
 * come. A role extends it by what a message is there, and may use it again once it has {@linkplain
 * #onClosed ended}.
 *
 * <p>Events come from the loop, never from inside a call on the stream; they are told in this order: the
 * head, body, end, and perhaps one of {@link #onReset} and {@link #onBroken} instead of what is missing. On
 * the worker's loop only.
 */
public abstract class Http2Stream {

    /** The peer has not said how long the body is. */
    protected static final long NO_LENGTH = -1;

    private @Nullable Http2Connection connection; // while it is open
    private int id;

    // ---- what we send
    int sendWindow;
    final PendingBytes unsent = new PendingBytes();
    boolean localEnded; // END_STREAM is out
    boolean endWaits; // for what is unsent
    boolean stopped; // the source was told to stop, and waits to be told to go on
    boolean queued;
    @Nullable Http2Stream nextQueued;
    private @Nullable Fields waitingTrailers;

    // ---- what we receive
    int receiveWindow;
    int windowSize; // what the peer gets when everything was taken
    int credit; // bytes that were taken, and for which the peer has no new window yet
    int untaken; // bytes that went up and were not taken by the other side yet
    final PendingBytes unread = new PendingBytes();
    boolean remoteEnded; // END_STREAM has come
    private boolean endTold;
    private boolean wanted;
    private boolean ignored; // what comes is thrown away
    boolean headSeen;
    boolean scheduled;
    @Nullable Http2Stream nextScheduled;
    private long declaredLength = NO_LENGTH;
    long received;

    /** It begins, with the windows that are usual now. */
    void begin(Http2Connection opened, int newId, int sendBytes, int receiveBytes) {
        connection = opened;
        id = newId;
        sendWindow = sendBytes;
        receiveWindow = receiveBytes;
        windowSize = receiveBytes;
        credit = 0;
        untaken = 0;
        received = 0;
        declaredLength = NO_LENGTH;
        localEnded = endWaits = stopped = false;
        remoteEnded = endTold = wanted = headSeen = ignored = false;
        waitingTrailers = null;
    }

    /** Its connection knows it no longer. */
    void left() {
        connection = null;
    }

    // ---- told by the connection

    /** Where the next header block is decoded to: a head, or trailers behind it. Cleared. */
    protected abstract Fields beginBlock();

    /** The block is there, well compressed; whether it is a message is the role's to judge. */
    protected abstract void onBlock(HpackDecoder block, boolean endStream);

    /** Bytes of the body, only while they are {@linkplain #takeBody wanted}. */
    protected abstract void onBody(Chunk chunk, int from, int to);

    /** The peer's half is complete: behind the last byte of the body, perhaps with trailers. */
    protected abstract void onRemoteEnd();

    /** Our half is complete; it may have waited for the windows of the peer. */
    protected abstract void onLocalEnd();

    /** The peer has taken what waited for it. */
    protected abstract void onDrained();

    /** The peer gives the stream up. It is closed already. */
    protected abstract void onReset(int code);

    /** The peer broke a rule on this stream, which was reset. It is closed already. */
    protected abstract void onBroken(ErrorCode code, String rule);

    /** Nothing will be told about this stream any more, and it may be used again. */
    protected abstract void onClosed();

    // ---- what comes from the peer

    /** What the peer's head says: another number of bytes in the body is an error (RFC 9113 8.1.1). */
    protected final void declaredLength(long length) {
        declaredLength = length;
    }

    final boolean isLongerThanDeclared() {
        return declaredLength != NO_LENGTH && received > declaredLength;
    }

    final boolean isShorterThanDeclared() {
        return declaredLength != NO_LENGTH && received < declaredLength;
    }

    /** Whether body bytes may come, and whether those that came have been taken. */
    public final void takeBody(boolean now) {
        wanted = now;
        Http2Connection open = connection;
        if (now && open != null) {
            open.delivery.taken(this, untaken);
            if (!unread.isEmpty() || remoteEnded && !endTold) {
                open.delivery.schedule(this);
            }
        }
    }

    /** Bytes that were handed up too early: they come again, first, when bytes are wanted. */
    protected final void giveBack(Chunk chunk, int from, int to) {
        Http2Connection open = connection;
        if (open != null) {
            wanted = false;
            untaken -= to - from;
            unread.append(open.chunks(), chunk, from, to);
        }
    }

    /** Nobody wants the rest of the body: what has come and what still comes is thrown away. */
    protected final void ignoreBody() {
        ignored = true;
        Http2Connection open = connection;
        if (open != null) {
            untaken += unread.length();
            unread.clear(open.chunks());
            open.delivery.taken(this, untaken);
        }
    }

    final boolean ignoresBody() {
        return ignored;
    }

    /** The message has its head: another block is one of trailers. */
    protected final void headIsComplete() {
        headSeen = true;
    }

    /** The peer's half ended with its head, and whoever gets the head is told so. */
    final void endsWithHead() {
        remoteEnded = true;
        endTold = true;
    }

    /** Both halves have ended, and everybody knows. */
    final boolean isDone() {
        return connection != null && localEnded && remoteEnded && (endTold || ignored);
    }

    /** Bytes of the body so far, whether somebody has taken them or not. */
    public final long receivedBytes() {
        return received;
    }

    /** The peer's half has ended, as far as the wire goes. */
    public final boolean isRemoteEnded() {
        return remoteEnded;
    }

    final boolean takesAtOnce() {
        return wanted && unread.isEmpty();
    }

    /** Hands up what waits, as far as it is wanted. */
    final void deliver(Http2Connection from) {
        if (connection == from && wanted && !unread.isEmpty()) {
            int start = unread.from();
            int end = start + unread.length();
            Chunk chunk = unread.detach();
            handUp(from, chunk, start, end);
            from.chunks().giveBack(chunk);
        }
        if (connection == from && wanted && remoteEnded && !endTold) {
            endTold = true;
            onRemoteEnd();
        }
    }

    final void handUp(Http2Connection from, Chunk chunk, int start, int end) {
        untaken += end - start;
        onBody(chunk, start, end);
        if (wanted && connection == from) {
            from.delivery.taken(this, untaken);
        }
    }

    // ---- what we send

    /** Begins a header block: what is encoded now goes out with {@link #sendHeaders}. */
    protected final HpackEncoder beginHeaders() {
        HpackEncoder encoder = http2().encoder;
        encoder.begin();
        return encoder;
    }

    protected final void sendHeaders(boolean endStream) {
        http2().sendHeaders(this, endStream);
    }

    /**
     * Sends a part of the body.
     *
     * @param last the stream ends behind it
     * @return false when bytes wait here or in the wire: stop until {@link #onDrained}
     */
    protected final boolean sendBody(Chunk chunk, int from, int to, boolean last) {
        return http2().sending.send(this, chunk, from, to, last);
    }

    /** Ends our half behind what waits. */
    protected final void sendRest(Fields trailers) {
        if (!unsent.isEmpty() && trailers.count() > 0) {
            waitingTrailers =
                    copyOf(trailers); // they are lent, and the encoder keeps to the order on the
            // wire
        }
        http2().sending.end(this, trailers);
    }

    private static Fields copyOf(Fields trailers) {
        var copy = new Fields();
        copy.clear();
        for (int i = 0; i < trailers.count(); i++) {
            if (!trailers.isDropped(i)) {
                byte[] bytes = trailers.bytes();
                byte[] name =
                        java.util.Arrays.copyOfRange(
                                bytes, trailers.nameStart(i), trailers.nameEnd(i));
                copy.add(name, bytes, trailers.valueStart(i), trailers.valueEnd(i));
            }
        }
        return copy;
    }

    final boolean hasWaitingTrailers() {
        return waitingTrailers != null;
    }

    final @Nullable Fields takeWaitingTrailers() {
        Fields waiting = waitingTrailers;
        waitingTrailers = null;
        return waiting;
    }

    /** Gives the stream up, both halves, if they have not both ended. */
    public final void reset(ErrorCode code) {
        if (connection != null) {
            connection.resetStream(this, code);
        }
    }

    /** The peer's message breaks a rule (RFC 9113 8.1.1): {@link #onBroken} follows. */
    protected final void malformed(String rule) {
        http2().streamError(this, ErrorCode.PROTOCOL_ERROR, rule);
    }

    /** Closes the stream if nothing is missing in either direction. */
    protected final void endIfDone() {
        if (connection != null) {
            connection.closeIfDone(this);
        }
    }

    /** Bytes of the body that wait here for a window or for the wire. */
    public final int unsentBytes() {
        return unsent.length();
    }

    // ---- facts

    /** The next block is one of trailers. */
    protected final boolean isHeadComplete() {
        return headSeen;
    }

    /** Our half has ended: its last byte went to the wire. */
    public final boolean isLocalEnded() {
        return localEnded;
    }

    public final int id() {
        return id;
    }

    /** It has begun, and its end was not told yet. */
    public final boolean isOpen() {
        return connection != null;
    }

    final @Nullable Http2Connection owner() {
        return connection;
    }

    protected final Http2Connection http2() {
        Http2Connection opened = connection;
        assert opened != null : "the stream is open";
        return opened;
    }
}
