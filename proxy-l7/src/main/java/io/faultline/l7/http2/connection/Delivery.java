package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * Hands bodies up as fast as somebody takes them, and gives the peer its windows back: that of a stream
 * when its bytes were taken, that of the connection when they are here.
 */
final class Delivery {

    private final Http2Connection connection;
    private final ReceiveWindow window;
    private final Runnable handUp = this::handUp;

    private @Nullable Http2Stream first; // those that have something to hand up
    private boolean awaited;

    Delivery(Http2Connection connection) {
        this.connection = connection;
        this.window = new ReceiveWindow(connection.limits);
    }

    ReceiveWindow window() {
        return window;
    }

    // ---- what comes

    /** Bytes of a stream that is open, within its window. */
    void received(Http2Stream stream, Chunk chunk, int from, int to) {
        if (stream.ignoresBody()) {
            thrownAway(stream, to - from);
            return;
        }
        window.buffered(to - from);
        if (stream.takesAtOnce()) {
            stream.handUp(connection, chunk, from, to);
        } else {
            stream.unread.append(connection.chunks(), chunk, from, to);
        }
    }

    private void thrownAway(Http2Stream stream, int bytes) {
        if (!stream.localEnded) {
            giveBack(stream, bytes);
            return;
        }
        // RFC 9113 8.1: it has its answer, and no reason to send on. Who only ends what it began
        // may.
        stream.credit += bytes;
        if (stream.credit >= stream.windowSize / 2) {
            connection.resetStream(stream, ErrorCode.NO_ERROR);
        }
    }

    /** Somebody wants what waits: soon, for it must not come from inside the call that says so. */
    void schedule(Http2Stream stream) {
        if (stream.scheduled) {
            return;
        }
        stream.scheduled = true;
        stream.nextScheduled = first;
        first = stream;
        if (!awaited) {
            awaited = true;
            connection.worker.execute(handUp);
        }
    }

    private void handUp() {
        awaited = false;
        Http2Stream stream = first;
        first = null;
        while (stream != null) {
            Http2Stream next = stream.nextScheduled;
            stream.nextScheduled = null;
            stream.scheduled = false;
            // It may have ended meanwhile, and be somebody else's by now.
            Http2Connection owner = stream.owner();
            if (owner != null) {
                stream.deliver(owner);
                owner.closeIfDone(stream);
            }
            stream = next;
        }
        tellConnection();
    }

    // ---- what the peer gets back

    /** The other side has taken bytes that were handed up. */
    void taken(Http2Stream stream, int bytes) {
        if (bytes > 0) {
            stream.untaken -= bytes;
            window.buffered(-bytes);
            giveBack(stream, bytes);
        }
    }

    /** The peer gets this part of a stream's window back, when there is enough of it. */
    void giveBack(Http2Stream stream, int bytes) {
        stream.credit += bytes;
        if (stream.remoteEnded || stream.credit < stream.windowSize / 2) {
            return;
        }
        int more = stream.credit;
        int grown = Math.min(stream.windowSize * 2, connection.limits.maxStreamWindow());
        if (grown > stream.windowSize && stream.unread.isEmpty() && window.isAtEase()) {
            // Whoever takes it keeps up, so the way is what limits it: more may be on the way.
            more += grown - stream.windowSize;
            stream.windowSize = grown;
        }
        stream.credit = 0;
        stream.receiveWindow += more;
        FrameWriter.windowUpdate(connection.out(), stream.id(), more);
    }

    /** The same for all streams together. */
    void tellConnection() {
        int more = connection.isOver() ? 0 : window.update();
        if (more > 0) {
            FrameWriter.windowUpdate(connection.out(), 0, more);
        }
    }

    /** The stream has ended, and nobody will take what waits. */
    void drop(Http2Stream stream) {
        window.buffered(-stream.unread.length() - stream.untaken);
        stream.unread.clear(connection.chunks());
    }
}
