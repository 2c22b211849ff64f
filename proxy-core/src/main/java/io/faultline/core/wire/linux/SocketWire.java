package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.Wire;
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
 * only what the next socket does not take is copied. Each wake-up reads once: when the read filled the
 * chunk, the descriptor is armed again and queues up behind the others.
 */
final class SocketWire extends EpollSocket implements Wire {

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int RDHUP = EpollIoOps.EPOLLRDHUP.value();
    private static final int HUP = 0x10;
    private static final int PEER_GONE = RDHUP | HUP | ERR;

    private enum Phase {
        CONNECTING, // the kernel shakes hands; only the observer hears of it
        OPEN,
        CLOSED // no callback comes; the descriptor lives until this turn of the loop ends
    }

    private final PeerAddress remote;
    private final boolean accepted;
    private final Outgoing outgoing;
    private Phase phase;

    private @Nullable ConnectObserver connecting;
    private @Nullable WireReader reader;

    private boolean reading;
    private boolean
            readable; // an edge came while we were not reading: bytes may wait in the kernel
    private boolean peerGone; // sticky: the edge that told it comes only once
    private boolean ended;
    private boolean finishing; // FIN goes out when the backlog is gone
    private byte receives; // counted up to 2
    private int readAtMost = LinuxLoop.READ_BYTES;
    private int brokenErrno; // a send failed: told from the loop, not from inside write

    private @Nullable HeldBytes unread;
    private @Nullable SpliceLane laneOut; // carries our bytes to the sink
    private @Nullable SpliceLane laneIn; // carries a source's bytes to us

    private SocketWire(LinuxLoop io, int fd, PeerAddress remote, boolean accepted, Phase phase) {
        super(io, fd);
        this.remote = remote;
        this.accepted = accepted;
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
        wire.armForWriting();
        return wire;
    }

    // ---- what the kernel tells us

    @Override
    public void handle(IoRegistration own, IoEvent event) {
        try {
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
            breakNow(Errno.EIO);
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
            breakNow(brokenErrno);
            return;
        }
        if ((ops & OUT) != 0 && isArmedForWriting()) {
            writable();
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        note(ops);
        if (readable && reading) {
            read();
        }
    }

    private void note(int ops) {
        if ((ops & PEER_GONE) != 0) {
            peerGone = true;
        }
        if ((ops & (IN | PEER_GONE)) != 0) {
            readable = true;
        }
    }

    // ---- reading

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public void resumeReading() {
        if (phase != Phase.OPEN || reading) {
            return;
        }
        reading = true;
        if (unread != null) {
            io.loop.execute(this::readAgain);
        }
        if (readable || !isArmed()) {
            arm();
        }
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        assert unread == null : "bytes were given back twice";
        unread = HeldBytes.copy(io.chunks, chunk, from, to);
        reading = false;
    }

    private void readAgain() {
        if (phase == Phase.OPEN && reading && unread != null) {
            tellUnread(unread);
        }
    }

    private void tellUnread(HeldBytes held) {
        unread = null;
        reader().onBytes(this, held.chunk(), 0, held.length());
        held.giveBackTo(io.chunks);
    }

    private void read() {
        if (unread != null) {
            tellUnread(unread);
            if (phase != Phase.OPEN || !reading) {
                return;
            }
        }
        if (laneOut != null && laneOut.inPipe() > 0) {
            return; // the sink is slow: when it has room, the lane calls for more
        }
        readable = false;
        if (laneOut != null && laneOut.isOpen()) {
            laneOut.carry();
        } else {
            readHere();
        }
    }

    private void readHere() {
        int most = readAtMost;
        int received = io.sys.receive(fdNumber(), io.readChunk.address(), most);
        if (received > 0) {
            received(received, received == most);
        } else if (received == 0) {
            endOnce();
        } else if (received != -Errno.EAGAIN) {
            breakNow(-received);
        }
    }

    private void received(int bytes, boolean filled) {
        if (!accepted && receives < 2 && ++receives == 2) {
            // Armed for the connect; a short session is over before this costs a call.
            writingIsDone();
        }
        io.turns.received(bytes);
        reader().onBytes(this, io.readChunk, 0, bytes);
        if (filled) {
            goOn(bytes);
        } else if (peerGone) {
            readLast(); // else the next edge comes with new bytes
        }
    }

    /** As much came as was asked for. */
    private void goOn(int bytes) {
        boolean wasGlance = bytes < LinuxLoop.READ_BYTES;
        if (wasGlance && laneOut != null && laneOut.isOpen() && reading && phase == Phase.OPEN) {
            laneOut.carry(); // not worth a turn of its own
        } else {
            mayHaveMore();
        }
    }

    @Override
    public void readAtMost(int bytes) {
        readAtMost = Math.min(bytes, LinuxLoop.READ_BYTES);
    }

    @Override
    public boolean isQuiet() {
        return !readable && !peerGone && unread == null;
    }

    /** A short read, and the peer has finished: the end comes next, which saves waiting for a turn. */
    private void readLast() {
        if (reading && phase == Phase.OPEN) {
            readHere();
        } else {
            readable = true;
        }
    }

    private void endOnce() {
        if (!ended) {
            ended = true;
            reader().onEnd(this);
        }
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
        } else if (accepted || receives == 2) {
            writingIsDone(); // else it stays armed from the connect: see received()
        }
    }

    private void resume(SpliceLane lane) {
        lane.resume();
        if (phase == Phase.OPEN && lane.inPipe() == 0) {
            reader().onDrained(this);
        }
    }

    private void writingIsDone() {
        if (backlogBytes() == 0) {
            disarmWriting();
        }
    }

    /** Sends the backlog; false while some of it is left, or when that was the end of the wire. */
    private boolean flush() {
        int failed = outgoing.flush();
        if (failed < 0) {
            if (failed != -Errno.EAGAIN) {
                breakNow(-failed);
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

    // ---- splicing

    @Override
    public boolean spliceTo(Wire sink, long most) {
        if (!(sink instanceof SocketWire target) || target.io != io) {
            return false;
        }
        if (target.backlogBytes() > 0 || !io.pipes.hasRoom()) {
            return false;
        }
        if (laneOut == null) {
            laneOut = new SpliceLane(io, this);
        }
        laneOut.open(target, most);
        return true;
    }

    /** Who brings us bytes of another socket now. */
    void feeds(@Nullable SpliceLane lane) {
        laneIn = lane;
    }

    /** @param mayBeMore false: nobody knows, and the kernel is asked */
    void tookFromKernel(boolean mayBeMore) {
        readable = mayBeMore || io.sys.hasInput(fdNumber());
    }

    /** The lane has delivered all that it took. */
    void readAgainIfMore() {
        if (readable) {
            mayHaveMore();
        }
    }

    /** The lane moved bytes on to the sink. */
    void laneMoved(int bytes) {
        reader().onMoved(this, bytes);
    }

    /** There may be more to read: another turn, please, behind those that are ready now. */
    void mayHaveMore() {
        readable = true;
        if (reading && phase == Phase.OPEN) {
            arm();
        }
    }

    // ---- the end

    /** The stream failed inside a call of ours; the next turn of the loop tells it. */
    void failLater(int errno) {
        if (brokenErrno == 0) {
            brokenErrno = errno;
            armForWritingAnew(); // a broken socket is always ready
        }
    }

    /** The lane found the stream broken, in an event of ours. */
    void broke(int errno) {
        breakNow(errno);
    }

    private void breakNow(int errno) {
        if (phase == Phase.CLOSED) {
            return;
        }
        WireReader told = reader;
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
        reading = false;
        outgoing.drop();
        if (unread != null) {
            unread.giveBackTo(io.chunks);
            unread = null;
        }
        if (laneOut != null) {
            laneOut.abandon();
        }
        if (laneIn != null) {
            laneIn.abandon();
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

    private WireReader reader() {
        WireReader known = reader;
        assert known != null : "a wire must have a reader before it reads";
        return known;
    }

    @Override
    public String toString() {
        return "socket " + fdNumber() + (accepted ? " from " : " to ") + remote;
    }
}
