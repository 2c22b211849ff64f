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

    /** The end of a body is not worth a turn of its own. */
    private static final int LAST_TURN = 2 * LaneTurns.SHORT;

    private final LinuxLoop io;
    private final ReadingSocket source;
    private @Nullable SocketWire sink; // while the lane is open or holds bytes
    private @Nullable Pipe pipe;
    private int inPipe;
    private long allowance; // what may still be taken from the source
    private boolean open;

    SpliceLane(LinuxLoop io, ReadingSocket source) {
        this.io = io;
        this.source = source;
    }

    void open(SocketWire to, long most) {
        shut(); // it may have been open to somebody else
        sink = to;
        allowance = most;
        open = true;
        to.feeds(this);
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
        int moved = io.sys.splice(source.fdNumber(), taken.writeEnd(), nextBytes());
        if (moved > 0) {
            pipe = taken;
            inPipe = moved;
            allowance -= moved;
            open = moved >= SHUT_BELOW && allowance > 0;
            source.tookFromKernel(allowance > 0);
            pump();
            return;
        }
        io.pipes.giveBack(taken);
        if (moved == 0 || moved == -Errno.EINVAL) {
            readPlainly(); // most likely the end: a plain read tells
        } else if (moved != -Errno.EAGAIN) {
            source.broke(-moved); // splice has taken the error: a read would find a mere end now
        }
    }

    private int nextBytes() {
        return allowance <= LAST_TURN
                ? (int) allowance
                : (int) Math.min(allowance, io.turns.nextBytes());
    }

    private void readPlainly() {
        shut();
        source.mayHaveMore();
    }

    /** Moves bytes from the pipe to the sink, as many as it takes. */
    private void pump() {
        Pipe held = pipe;
        SocketWire target = sink;
        assert held != null && target != null;
        int before = inPipe;
        while (inPipe > 0) {
            int moved = io.sys.splice(held.readEnd(), target.fdNumber(), inPipe);
            if (moved <= 0) {
                sinkRefused(target, -moved);
                break;
            }
            inPipe -= moved;
        }
        if (inPipe == 0) {
            io.pipes.giveBack(held);
            pipe = null;
            if (!open) {
                shut();
            }
            source.readAgainIfMore();
        }
        source.laneMoved(before - inPipe);
    }

    private static void sinkRefused(SocketWire target, int errno) {
        if (errno == Errno.EAGAIN) {
            target.armForWriting();
        } else {
            target.failLater(errno);
        }
    }

    /** The sink takes bytes again. */
    void resume() {
        pump();
    }

    private void shut() {
        open = false;
        if (sink != null) {
            sink.feeds(null);
            sink = null;
        }
    }

    /** One of the two sockets is closed: what is in the pipe has nowhere to go. */
    void abandon() {
        shut();
        if (pipe != null) {
            io.pipes.discard(pipe);
            pipe = null;
            inPipe = 0;
        }
    }
}
