package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Destination;
import io.faultline.core.wire.WireReader;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import org.jspecify.annotations.Nullable;

/**
 * A wire that is a TCP socket, driven by edge-triggered epoll.
 *
 * <p>Bytes are received into the worker's one shared chunk, handed up and usually sent on from there;
 * only what the next socket does not take is copied.
 */
final class SocketWire extends ReadingSocket {

    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int HUP = 0x10;

    private enum Phase {
        CONNECTING, // the kernel shakes hands; only the observer hears of it
        OPEN,
        CLOSED // no callback comes; the descriptor lives until this turn of the loop ends
    }

    private final PeerAddress remote;
    private final Outgoing outgoing;
    private Phase phase;

    private @Nullable ConnectObserver connecting;

    private boolean finishing; // FIN goes out when the backlog is gone
    private int brokenErrno; // a send failed: told from the loop, not from inside write

    private @Nullable SpliceLane laneIn; // carries a source's bytes to us
    private @Nullable Destination destination; // counts us among the connections made

    private SocketWire(LinuxLoop io, int fd, PeerAddress remote, boolean accepted, Phase phase) {
        super(io, fd, accepted);
        this.remote = remote;
        this.outgoing = new Outgoing(io, fd, accepted); // it inherits TCP_NODELAY
        this.phase = phase;
    }

    /** A socket fresh from the listener. TCP_NODELAY and keep-alive are inherited from there. */
    static SocketWire accepted(LinuxLoop io, int fd, PeerAddress remote) {
        return new SocketWire(io, fd, remote, true, Phase.OPEN);
    }

    /** A socket on which a connect is under way. */
    static SocketWire connecting(
            LinuxLoop io, int fd, PeerAddress remote, ConnectObserver observer) {
        var wire = new SocketWire(io, fd, remote, false, Phase.CONNECTING);
        wire.connecting = observer;
        wire.countAmong(io.destinations.towards(remote));
        wire.armForWriting();
        return wire;
    }

    private void countAmong(@Nullable Destination counted) {
        destination = counted;
        if (counted != null) {
            counted.opened();
        }
    }

    // ---- what the kernel tells us

    @Override
    public void handle(IoRegistration own, IoEvent event) {
        try {
            io.turn.event();
            int ops = ((EpollIoEvent) event).ops().value();
            switch (phase) {
                case CONNECTING -> connectEnded(ops);
                case OPEN -> moved(ops);
                case CLOSED -> {} // an event of this turn that was already on its way
            }
        } catch (Throwable bug) {
            breakAfter(bug);
        }
    }

    /** Nothing may leave a handle, not even a second bug in whoever is told of the first one. */
    private void breakAfter(Throwable bug) {
        try {
            io.bug(this, bug);
            broke(Errno.EIO);
        } catch (Throwable another) {
            io.bug(this, another);
        }
    }

    private void connectEnded(int ops) {
        if ((ops & (OUT | PEER_GONE)) == 0) {
            return;
        }
        ConnectObserver observer = connecting;
        assert observer != null;
        int errno = (ops & (ERR | HUP)) != 0 ? io.sys.pendingError(fdNumber()) : 0;
        connecting = null;
        if (errno != 0) {
            close();
            observer.onConnectFailed(this, errno);
            return;
        }
        phase = Phase.OPEN;
        note(ops);
        observer.onConnected(this);
    }

    private void moved(int ops) {
        if (brokenErrno != 0) {
            broke(brokenErrno);
            return;
        }
        if ((ops & OUT) != 0 && isArmedForWriting()) {
            writable();
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        note(ops);
        readIfDue();
    }

    // ---- writing

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        return canWrite() && wrote(outgoing.send(chunk, from, to));
    }

    @Override
    public boolean write(
            Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        return canWrite() && wrote(outgoing.send(first, from, to, second, secondFrom, secondTo));
    }

    private boolean canWrite() {
        return phase == Phase.OPEN && brokenErrno == 0;
    }

    private boolean wrote(int result) {
        if (result == -Errno.EAGAIN) {
            armForWriting();
        } else if (result < 0) {
            failLater(-result);
        }
        return result == 0;
    }

    @Override
    public int backlogBytes() {
        return laneIn == null ? outgoing.bytes() : outgoing.bytes() + laneIn.inPipe();
    }

    private void writable() {
        if (!outgoing.isEmpty() && !flush()) {
            return;
        }
        if (laneIn != null && laneIn.inPipe() > 0) {
            resume(laneIn);
        } else if (isSettled()) {
            writingIsDone(); // else it stays armed from the connect: see received()
        }
    }

    private void resume(SpliceLane lane) {
        lane.resume();
        if (phase == Phase.OPEN && lane.inPipe() == 0) {
            reader().onDrained(this);
        }
    }

    @Override
    void writingIsDone() {
        if (backlogBytes() == 0) {
            disarmWriting();
        }
    }

    /** Sends the backlog; false while some of it is left, or when that was the end of the wire. */
    private boolean flush() {
        int failed = outgoing.flush();
        if (failed < 0) {
            if (failed != -Errno.EAGAIN) {
                broke(-failed);
            }
            return false;
        }
        if (finishing) {
            io.sys.shutdownOutput(fdNumber());
        }
        reader().onDrained(this);
        return phase == Phase.OPEN;
    }

    @Override
    public void finish() {
        if (phase != Phase.OPEN || finishing) {
            return;
        }
        finishing = true;
        if (outgoing.isEmpty()) {
            io.sys.shutdownOutput(fdNumber());
        }
    }

    /** Who brings us bytes of another socket now. */
    void feeds(@Nullable SpliceLane lane) {
        laneIn = lane;
    }

    // ---- the end

    /** The stream failed inside a call of ours; the next turn of the loop tells it. */
    void failLater(int errno) {
        if (brokenErrno == 0) {
            brokenErrno = errno;
            armForWritingAnew(); // a broken socket is always ready
        }
    }

    @Override
    void broke(int errno) {
        if (phase == Phase.CLOSED) {
            return;
        }
        WireReader told = readerIfAny();
        close();
        if (told != null) {
            told.onBroken(this, errno);
        }
    }

    @Override
    public void reset() {
        if (phase != Phase.CLOSED) {
            io.sys.setLingerZero(fdNumber());
            close();
        }
    }

    @Override
    public void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        stopReading();
        outgoing.drop();
        if (laneIn != null) {
            laneIn.abandon();
        }
        if (destination != null) {
            destination.closed();
        }
        io.closeAtTheEndOfThisTurn(this);
    }

    @Override
    public void probeWhenIdle() {
        if (phase == Phase.OPEN && !accepted) { // an accepted socket has it from its listener
            KeepAlive.set(io.sys, fdNumber());
        }
    }

    @Override
    public boolean isOpen() {
        return phase == Phase.OPEN;
    }

    @Override
    public PeerAddress remoteAddress() {
        return remote;
    }

    @Override
    public String toString() {
        return "socket " + fdNumber() + (accepted ? " from " : " to ") + remote;
    }
}
