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

    /** What one wake-up moves at most, so that a bulk transfer cannot starve the others. */
    static final int PER_TURN = 512 * 1024;

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
        int moved = fill();
        if (moved > 0) {
            if (pump()) {
                source.mayHaveMore();
            }
        } else if (moved != -Errno.EAGAIN) {
            open = false; // the end, an error, or no pipe to be had: a plain read tells which
            source.mayHaveMore();
        }
    }

    /** How many bytes came into the pipe, 0 at the end of the stream, or the negated errno. */
    private int fill() {
        Pipe taken = io.pipes.take();
        if (taken == null) {
            return -Errno.EMFILE;
        }
        int moved = io.sys.splice(source.fdNumber(), taken.writeEnd(), PER_TURN);
        if (moved <= 0) {
            io.pipes.giveBack(taken);
            return moved;
        }
        pipe = taken;
        inPipe = moved;
        if (moved < SHUT_BELOW) {
            open = false;
        }
        return moved;
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
