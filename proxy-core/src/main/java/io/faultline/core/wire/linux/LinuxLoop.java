package io.faultline.core.wire.linux;

import io.faultline.core.timing.LoopTurn;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.Destinations;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.util.ArrayDeque;

/** What all sockets of one worker share: the loop, the system calls, the memory to read into. */
final class LinuxLoop {

    /** One read per wake-up is at most this much, so that a busy connection cannot starve the others. */
    static final int READ_BYTES = 64 * 1024;

    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(LinuxLoop.class);

    final IoEventLoop loop;
    final LoopTurn turn;
    final Syscalls sys = new Syscalls();
    final ChunkPool chunks;
    final PipePool pipes;
    final LaneTurns turns = new LaneTurns();
    final Destinations destinations = new Destinations();
    final Chunk readChunk = Chunk.allocate(READ_BYTES);

    private final ArrayDeque<EpollSocket> closing = new ArrayDeque<>();
    private final Runnable closeAll = this::closeAll;

    LinuxLoop(IoEventLoop loop, LoopTurn turn, ChunkPool chunks, int mostPipes) {
        this.loop = loop;
        this.turn = turn;
        this.chunks = chunks;
        this.pipes = new PipePool(sys, mostPipes);
    }

    IoRegistration register(EpollIoHandle handle) {
        // On the loop's own thread the future is complete when it is returned.
        return loop.register(handle).getNow();
    }

    /**
     * Closes the descriptor when all events of this turn have been handled. Closed at once, its number
     * could be given to a new socket, which would then be told of the old one's events.
     */
    void closeAtTheEndOfThisTurn(EpollSocket wire) {
        if (closing.isEmpty()) {
            loop.execute(closeAll);
        }
        closing.addLast(wire);
    }

    private void closeAll() {
        for (EpollSocket wire; (wire = closing.pollFirst()) != null; ) {
            try {
                wire.closeDescriptor();
            } catch (IOException e) {
                LOG.warn("closing {} failed; the descriptor is gone all the same", wire, e);
            }
        }
    }

    /**
     * Says that our own code failed in a handle. Nothing may be thrown out of a handle: Netty would put
     * the whole loop to sleep for a second.
     */
    void bug(Object where, Throwable bug) {
        try {
            LOG.error(
                    "L7.INTERNAL: a bug in the handling of {}; this connection is closed",
                    where,
                    bug);
        } catch (Throwable cannotBeSaid) {
            // Without a free descriptor the JDK's own logger fails on its first line, for it opens
            // the time zones then. The loop must outlive that.
        }
    }
}
