package io.faultline.core.wire.linux;

import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.netty.channel.epoll.EpollIoOps;
import org.jspecify.annotations.Nullable;

/**
 * The half of a socket that receives: into the worker's shared chunk, or past us through a lane. Each
 * wake-up reads once; what may wait then is remembered, for an edge is told only once.
 */
abstract class ReadingSocket extends EpollSocket implements Wire {

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int HUP = 0x10;

    /** Events that tell of the peer's end, or of worse. */
    static final int PEER_GONE = EpollIoOps.EPOLLRDHUP.value() | HUP | EpollIoOps.EPOLLERR.value();

    final boolean accepted;
    private @Nullable WireReader reader;
    private boolean reading;
    private boolean
            readable; // an edge came while we were not reading: bytes may wait in the kernel
    private boolean peerGone; // sticky: the edge that told it comes only once
    private boolean ended;
    private byte receives; // counted up to 2
    private int readAtMost = LinuxLoop.READ_BYTES;
    private @Nullable HeldBytes unread;
    private @Nullable SpliceLane laneOut; // carries our bytes to the sink

    ReadingSocket(LinuxLoop io, int fd, boolean accepted) {
        super(io, fd);
        this.accepted = accepted;
    }

    /** The stream is broken: told from within an event of ours. */
    abstract void broke(int errno);

    /** Nothing waits to be sent any more, perhaps. */
    abstract void writingIsDone();

    /** A connection of ours that has received but once may be over soon. */
    final boolean isSettled() {
        return accepted || receives == 2;
    }

    final WireReader reader() {
        WireReader known = reader;
        assert known != null : "a wire must have a reader before it reads";
        return known;
    }

    final @Nullable WireReader readerIfAny() {
        return reader;
    }

    final void note(int ops) {
        if ((ops & PEER_GONE) != 0) {
            peerGone = true;
        }
        if ((ops & (IN | PEER_GONE)) != 0) {
            readable = true;
        }
    }

    @Override
    public final void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public final void resumeReading() {
        if (!isOpen() || reading) {
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
    public final void pauseReading() {
        reading = false;
    }

    @Override
    public final void unread(Chunk chunk, int from, int to) {
        assert unread == null : "bytes were given back twice";
        unread = HeldBytes.copy(io.chunks, chunk, from, to);
        reading = false;
    }

    private void readAgain() {
        if (isOpen() && reading && unread != null) {
            tellUnread(unread);
        }
    }

    private void tellUnread(HeldBytes held) {
        unread = null;
        reader().onBytes(this, held.chunk(), 0, held.length());
        held.giveBackTo(io.chunks);
    }

    /** An event has come that tells of something to read, or did before. */
    final void readIfDue() {
        if (readable && reading) {
            read();
        }
    }

    private void read() {
        if (unread != null) {
            tellUnread(unread);
            if (!isOpen() || !reading) {
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
            broke(-received);
        }
    }

    private void received(int bytes, boolean filled) {
        if (!isSettled() && ++receives == 2) {
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
        if (wasGlance && laneOut != null && laneOut.isOpen() && reading && isOpen()) {
            laneOut.carry(); // not worth a turn of its own
        } else {
            mayHaveMore();
        }
    }

    @Override
    public final void readAtMost(int bytes) {
        readAtMost = Math.min(bytes, LinuxLoop.READ_BYTES);
    }

    @Override
    public final boolean isQuiet() {
        return !readable && !peerGone && unread == null;
    }

    /** A short read, and the peer has finished: the end comes next, which saves waiting for a turn. */
    private void readLast() {
        if (reading && isOpen()) {
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

    // ---- splicing

    @Override
    public final boolean spliceTo(Wire sink, long most) {
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

    /** @param mayBeMore false: nobody knows, and the kernel is asked */
    final void tookFromKernel(boolean mayBeMore) {
        readable = mayBeMore || io.sys.hasInput(fdNumber());
    }

    /** The lane has delivered all that it took. */
    final void readAgainIfMore() {
        if (readable) {
            mayHaveMore();
        }
    }

    /** The lane moved bytes on to the sink. */
    final void laneMoved(int bytes) {
        reader().onMoved(this, bytes);
    }

    /** There may be more to read: another turn, please, behind those that are ready now. */
    final void mayHaveMore() {
        readable = true;
        if (reading && isOpen()) {
            arm();
        }
    }

    // ---- the end

    final void stopReading() {
        reading = false;
        if (unread != null) {
            unread.giveBackTo(io.chunks);
            unread = null;
        }
        if (laneOut != null) {
            laneOut.abandon();
        }
    }
}
