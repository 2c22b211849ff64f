package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http2.frame.FrameWriter;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.message.Fields;
import io.faultline.l7.wire.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Sends bodies as fast as the peer takes them: within its windows (RFC 9113 6.9), and not while bytes wait
 * in the wire. What cannot go waits with its stream; when there is room again the streams get it in turn, a
 * piece each, so that none waits for another one's end.
 */
final class SendQueue {

    /** What one stream sends in its turn. */
    private static final int PIECE = 16 * 1024;

    /** So much is put together before it is found out whether the wire still takes it. */
    private static final int FLUSHED_FROM = 64 * 1024;

    private final Http2Connection connection;
    private final Wire wire;
    private final Outbox outbox;
    private final ChunkPool chunks;
    private final AbuseWatch watch;

    private int window = Settings.DEFAULT_WINDOW;
    private @Nullable Http2Stream
            first; // those that could send, but for the wire or the window of all
    private @Nullable Http2Stream last;

    SendQueue(Http2Connection connection) {
        this.connection = connection;
        this.wire = connection.wire;
        this.outbox = connection.outbox;
        this.chunks = connection.chunks();
        this.watch = connection.watch;
    }

    // ---- the windows

    /** False when the window of the connection became larger than windows may be. */
    boolean opened(int bytes) {
        if ((long) window + bytes > Settings.MOST_WINDOW) {
            return false;
        }
        window += bytes;
        return true;
    }

    /** The same for the window of a stream; a change of the peer's settings may also close it. */
    boolean opened(Http2Stream stream, int bytes) {
        long opened = (long) stream.sendWindow + bytes;
        if (opened > Settings.MOST_WINDOW) {
            return false;
        }
        stream.sendWindow = (int) opened;
        if (opened > 0 && !stream.unsent.isEmpty()) {
            enqueue(stream);
        }
        return true;
    }

    // ---- sending

    boolean send(Http2Stream stream, Chunk chunk, int from, int to, boolean ends) {
        int at = from;
        if (stream.unsent.isEmpty() && first == null && wire.backlogBytes() == 0) {
            int end = from + Math.max(0, Math.min(to - from, Math.min(window, stream.sendWindow)));
            at = write(stream, chunk, from, end, ends && end == to);
            if (at == to) {
                if (ends) {
                    connection.localEnded(stream);
                } else if (wire.backlogBytes() > 0) {
                    stop(stream);
                    return false;
                }
                return true;
            }
        }
        stream.unsent.append(chunks, chunk, at, to);
        stream.endWaits |= ends;
        stop(stream);
        return false;
    }

    private void stop(Http2Stream stream) {
        stream.stopped = true;
        if (stream.unsent.isEmpty() || stream.sendWindow > 0) {
            enqueue(stream);
        }
    }

    /** All of these bytes fit the windows. */
    private int write(Http2Stream stream, Chunk chunk, int from, int to, boolean ends) {
        int at = from;
        int most = connection.peer().maxFrameSize();
        while (at < to) {
            int end = Math.min(to, at + Math.min(most, FLUSHED_FROM));
            FrameWriter.data(outbox.to(wire), stream.id(), chunk, at, end, ends && end == to);
            at = end;
        }
        int bytes = to - from;
        window -= bytes;
        stream.sendWindow -= bytes;
        watch.sent(bytes);
        return to;
    }

    void end(Http2Stream stream, Fields trailers) {
        if (stream.localEnded || stream.endWaits) {
            return; // the last bytes said so already
        }
        if (!stream.unsent.isEmpty()) {
            stream.endWaits = true;
        } else {
            endNow(stream, trailers);
        }
    }

    private void endNow(Http2Stream stream, @Nullable Fields trailers) {
        if (trailers != null && trailers.count() > 0) {
            connection.sendTrailers(stream, trailers);
        } else {
            FrameWriter.end(outbox.to(wire), stream.id());
            connection.localEnded(stream);
        }
    }

    // ---- in turn

    private void enqueue(Http2Stream stream) {
        if (stream.queued) {
            return;
        }
        stream.queued = true;
        Http2Stream before = last;
        if (before == null) {
            first = stream;
        } else {
            before.nextQueued = stream;
        }
        last = stream;
    }

    private @Nullable Http2Stream poll() {
        Http2Stream stream = first;
        if (stream != null) {
            first = stream.nextQueued;
            if (first == null) {
                last = null;
            }
            stream.nextQueued = null;
            stream.queued = false;
        }
        return stream;
    }

    /** A stream has ended before all that it had to send has gone. */
    void drop(Http2Stream stream) {
        stream.unsent.clear(chunks);
        if (stream.queued) {
            Http2Stream before = null;
            for (Http2Stream each = first; each != stream && each != null; ) {
                before = each;
                each = each.nextQueued;
            }
            if (before == null) {
                first = stream.nextQueued;
            } else {
                before.nextQueued = stream.nextQueued;
            }
            if (last == stream) {
                last = before;
            }
            stream.nextQueued = null;
            stream.queued = false;
        }
    }

    /** There may be room: everybody in turn, until there is none. */
    void goOn() {
        while (first != null && wire.backlogBytes() == 0) {
            if (outbox.length() >= FLUSHED_FROM) {
                outbox.flush();
                continue;
            }
            if (window <= 0 && !first.unsent.isEmpty()) {
                return;
            }
            Http2Stream stream = poll();
            if (stream != null) {
                turn(stream);
            }
        }
    }

    private void turn(Http2Stream stream) {
        PendingBytes unsent = stream.unsent;
        if (!unsent.isEmpty()) {
            int most =
                    Math.min(Math.min(unsent.length(), PIECE), Math.min(window, stream.sendWindow));
            if (most > 0) {
                boolean ends =
                        stream.endWaits && most == unsent.length() && !stream.hasWaitingTrailers();
                write(stream, unsent.chunk(), unsent.from(), unsent.from() + most, ends);
                unsent.taken(chunks, most);
                if (ends) {
                    connection.localEnded(stream);
                    return;
                }
            }
            if (!unsent.isEmpty()) {
                if (stream.sendWindow > 0) {
                    enqueue(stream);
                }
                return;
            }
        }
        if (stream.endWaits) {
            endNow(stream, stream.takeWaitingTrailers());
        } else if (stream.stopped) {
            stream.stopped = false;
            stream.onDrained();
        }
    }
}
