package io.faultline.core.wire.linux;

import io.faultline.core.fault.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The way of bytes from one socket to another inside the kernel, through a pipe.
 *
 * <p>The pipe is held only while bytes are in it. While the sink does not take them, the source is not
 * read: at most one pipe of bytes waits. When reads become small the lane shuts, since a copy of a few
 * kilobytes is cheaper than two splices; the relay opens it again after the next large read.
 */
final class SpliceLane {

    private static final int SHUT_BELOW = 8 * 1024;

    private final LinuxLoop io;
    private final SocketWire source;
    private final SocketWire sink;
    private @Nullable Pipe pipe;
    private int inPipe;
    private boolean open;

    SpliceLane(LinuxLoop io, SocketWire source, SocketWire sink) {
        this.io = io;
        this.source = source;
        this.sink = sink;
    }

    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    int inPipe() {
        return inPipe;
    }

    /** Takes what the source has, once, and passes on what the sink takes. The pipe is empty. */
    void carry() {
        Pipe taken = io.pipes.take();
        if (taken == null) {
            readPlainly();
            return;
        }
        int moved = io.sys.splice(source.fdNumber(), taken.writeEnd(), io.turns.nextBytes());
        if (moved > 0) {
            pipe = taken;
            inPipe = moved;
            open = moved >= SHUT_BELOW;
            if (pump()) {
                source.mayHaveMore();
            }
            return;
        }
        io.pipes.giveBack(taken);
        if (moved == 0 || moved == -Errno.EINVAL) {
            readPlainly(); // most likely the end: a plain read tells
        } else if (moved != -Errno.EAGAIN) {
            source.broke(-moved); // splice has taken the error: a read would find a mere end now
        }
    }

    private void readPlainly() {
        open = false;
        source.mayHaveMore();
    }

    /** Moves bytes from the pipe to the sink; false when some had to stay. */
    private boolean pump() {
        Pipe held = pipe;
        assert held != null;
        int before = inPipe;
        while (inPipe > 0) {
            int moved = io.sys.splice(held.readEnd(), sink.fdNumber(), inPipe);
            if (moved <= 0) {
                sinkRefused(-moved);
                break;
            }
            inPipe -= moved;
        }
        boolean emptied = inPipe == 0;
        if (emptied) {
            io.pipes.giveBack(held);
            pipe = null;
        }
        if (before > inPipe) {
            source.laneMoved(before - inPipe);
        }
        return emptied;
    }

    private void sinkRefused(int errno) {
        if (errno == Errno.EAGAIN) {
            sink.armForWriting();
        } else {
            sink.failLater(errno);
        }
    }

    /** The sink takes bytes again. */
    void resume() {
        if (pump()) {
            source.mayHaveMore();
        }
    }

    /** One of the two sockets is closed: what is in the pipe has nowhere to go. */
    void abandon() {
        open = false;
        if (pipe != null) {
            io.pipes.discard(pipe);
            pipe = null;
            inPipe = 0;
        }
    }
}
