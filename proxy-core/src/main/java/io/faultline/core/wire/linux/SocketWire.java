package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A wire that is a TCP socket, driven by edge-triggered epoll.
 *
 * <p>Bytes are received into the worker's one shared chunk, handed up and usually sent on from there;
 * only what the next socket does not take is copied. Each wake-up reads once: when the read filled the
 * chunk, the descriptor is armed again and queues up behind the others. OUT is armed only while bytes
 * wait, since Netty allocates an event object for every other combination with it.
 */
final class SocketWire implements Wire, EpollIoHandle {

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value();
    private static final int RDHUP = EpollIoOps.EPOLLRDHUP.value();
    private static final int HUP = 0x10;
    private static final int PEER_GONE = RDHUP | HUP | ERR;

    private static final EpollIoOps READ =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);
    private static final EpollIoOps READ_AND_WRITE = READ.with(EpollIoOps.EPOLLOUT);

    private enum Phase {
        CONNECTING, // the kernel shakes hands; only the observer hears of it
        OPEN,
        CLOSED // no callback comes; the descriptor lives until this turn of the loop ends
    }

    private final LinuxLoop io;
    private final FileDescriptor descriptor;
    private final PeerAddress remote;
    private final boolean accepted;
    private Phase phase;

    private @Nullable IoRegistration registration;
    private @Nullable ConnectObserver connecting;
    private @Nullable WireReader reader;

    private boolean reading;
    private boolean
            readable; // an edge came while we were not reading: bytes may wait in the kernel
    private boolean peerGone; // sticky: the edge that told it comes only once
    private boolean ended;
    private boolean finishing; // FIN goes out when the backlog is gone
    private boolean armedForWriting;
    private boolean noDelay; // set already, or inherited from the listener
    private byte sends; // counted up to 2
    private byte receives; // counted up to 2
    private int brokenErrno; // a send failed: told from the loop, not from inside write

    private @Nullable HeldBytes unread;
    private @Nullable Chunk backlog;
    private int backlogFrom;
    private int backlogTo;
    private @Nullable SpliceLane laneOut; // carries our bytes to the sink
    private @Nullable SpliceLane laneIn; // carries a source's bytes to us

    private SocketWire(LinuxLoop io, int fd, PeerAddress remote, boolean accepted, Phase phase) {
        this.io = io;
        this.descriptor = new FileDescriptor(fd);
        this.remote = remote;
        this.accepted = accepted;
        this.noDelay = accepted;
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
        wire.connecting = observer;
        wire.armedForWriting = true;
        wire.submit(READ_AND_WRITE);
        return wire;
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
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
            io.bug(this, bug);
            breakNow(Errno.EIO);
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
        if ((ops & OUT) != 0 && armedForWriting) {
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
        if (registration == null) {
            registration = io.register(this);
            registration.submit(READ);
        } else if (readable) {
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
        if (laneOut != null && (laneOut.isOpen() || laneOut.inPipe() > 0)) {
            readIntoLane(laneOut);
            return;
        }
        readable = false;
        int received = io.sys.receive(fdNumber(), io.readChunk.address(), LinuxLoop.READ_BYTES);
        if (received > 0) {
            received(received);
        } else if (received == 0) {
            endOnce();
        } else if (received != -Errno.EAGAIN) {
            breakNow(-received);
        }
    }

    private void received(int bytes) {
        if (!accepted && receives < 2 && ++receives == 2) {
            disarmWriting(); // it was armed for the connect; a connection with one exchange saves
            // the call
        }
        reader().onBytes(this, io.readChunk, 0, bytes);
        if (phase != Phase.OPEN || (bytes < LinuxLoop.READ_BYTES && !peerGone)) {
            return; // short read: the next edge comes with new bytes
        }
        readable = true;
        if (reading) {
            arm();
        }
    }

    private void readIntoLane(SpliceLane lane) {
        if (lane.inPipe() > 0) {
            return; // the sink is slow: laneDrained goes on
        }
        readable = false;
        int moved = lane.fill();
        if (moved > 0) {
            if (lane.pump()) {
                readable = true;
                arm();
            }
        } else if (moved != -Errno.EAGAIN) {
            // The end, an error, or no pipe to be had: a plain read tells which.
            lane.shut();
            readable = true;
            arm();
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
        if (phase != Phase.OPEN || brokenErrno != 0) {
            return false;
        }
        int start = from;
        if (backlog == null) {
            int sent = io.sys.send(fdNumber(), chunk.address() + from, to - from);
            if (sent == to - from) {
                if (!noDelay && ++sends == 2) {
                    setNoDelay();
                }
                return true;
            }
            if (sent < 0 && sent != -Errno.EAGAIN) {
                failLater(-sent);
                return false;
            }
            start += Math.max(sent, 0);
        }
        keep(chunk, start, to);
        armForWriting();
        return false;
    }

    /**
     * Without it the second small write would wait for the first one's ACK. The first write never
     * waits, so connections with a single exchange save the call.
     */
    private void setNoDelay() {
        noDelay = true;
        io.sys.setOption(fdNumber(), Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
    }

    private void keep(Chunk chunk, int from, int to) {
        int length = to - from;
        Chunk kept = backlog;
        if (kept == null) {
            kept = io.chunks.take(length);
            backlogFrom = 0;
            backlogTo = 0;
        } else if (backlogTo + length > kept.capacity()) {
            Chunk larger = io.chunks.take(backlogBytes() + length);
            kept.copyTo(backlogFrom, larger, 0, backlogTo - backlogFrom);
            backlogTo -= backlogFrom;
            backlogFrom = 0;
            io.chunks.giveBack(kept);
            kept = larger;
        }
        chunk.copyTo(from, kept, backlogTo, length);
        backlogTo += length;
        backlog = kept;
    }

    @Override
    public int backlogBytes() {
        int inPipe = laneIn == null ? 0 : laneIn.inPipe();
        return backlog == null ? inPipe : backlogTo - backlogFrom + inPipe;
    }

    private void writable() {
        if (backlog != null && !flush()) {
            return;
        }
        if (laneIn != null && laneIn.inPipe() > 0) {
            laneIn.resume();
            return;
        }
        disarmWriting();
    }

    /** Sends the backlog; false while some of it is left. */
    private boolean flush() {
        Chunk kept = backlog;
        assert kept != null;
        int sent = io.sys.send(fdNumber(), kept.address() + backlogFrom, backlogTo - backlogFrom);
        if (sent < 0) {
            if (sent != -Errno.EAGAIN) {
                breakNow(-sent);
            }
            return false;
        }
        backlogFrom += sent;
        if (backlogFrom < backlogTo) {
            return false;
        }
        backlog = null;
        io.chunks.giveBack(kept);
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
        if (backlog == null) {
            io.sys.shutdownOutput(fdNumber());
        }
    }

    // ---- splicing

    @Override
    public boolean spliceTo(Wire sink) {
        if (!(sink instanceof SocketWire target) || target.io != io) {
            return false;
        }
        if (target.backlog != null || !io.pipes.hasRoom()) {
            return false;
        }
        if (laneOut == null) {
            laneOut = new SpliceLane(io, this, target);
            target.laneIn = laneOut;
        }
        laneOut.open();
        return true;
    }

    /** The lane moved bytes on to the sink. */
    void laneMoved(int bytes) {
        reader().onMoved(this, bytes);
    }

    /** The lane's pipe is empty again: the next bytes may come. */
    void laneDrained() {
        readable = true;
        if (reading && phase == Phase.OPEN) {
            arm();
        }
    }

    // ---- arming

    /** Asks for another wake-up: behind all descriptors that are ready now. */
    private void arm() {
        submit(armedForWriting ? READ_AND_WRITE : READ);
    }

    void armForWriting() {
        if (!armedForWriting) {
            armedForWriting = true;
            submit(READ_AND_WRITE);
        }
    }

    private void disarmWriting() {
        if (armedForWriting && backlogBytes() == 0) {
            armedForWriting = false;
            submit(READ);
        }
    }

    private void submit(EpollIoOps ops) {
        IoRegistration own = registration;
        if (own == null) {
            own = io.register(this);
            registration = own;
        }
        own.submit(ops);
    }

    // ---- the end

    /** The stream failed inside a call of ours; the next turn of the loop tells it. */
    void failLater(int errno) {
        if (brokenErrno == 0) {
            brokenErrno = errno;
            armedForWriting = true;
            submit(READ_AND_WRITE); // a broken socket is always ready: the event comes at once
        }
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
        if (backlog != null) {
            io.chunks.giveBack(backlog);
            backlog = null;
        }
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

    /** The last act. The descriptor goes first: that saves an epoll_ctl. */
    void closeDescriptor() throws IOException {
        try {
            descriptor.close();
        } finally {
            if (registration != null) {
                registration.cancel();
            }
        }
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
    public @Nullable TcpInfo tcpInfo() {
        return descriptor.isOpen() ? TcpInfos.read(io.sys, fdNumber()) : null;
    }

    @Override
    public PeerAddress localAddress() {
        io.sys.localAddress(fdNumber());
        return SocketAddresses.read(io.sys.scratch());
    }

    @Override
    public PeerAddress remoteAddress() {
        return remote;
    }

    int fdNumber() {
        return descriptor.intValue();
    }

    private WireReader reader() {
        WireReader known = reader;
        assert known != null : "a wire must have a reader before it reads";
        return known;
    }

    @Override
    public String toString() {
        return "socket " + descriptor.intValue() + (accepted ? " from " : " to ") + remote;
    }
}
