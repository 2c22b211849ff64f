package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.wire.AcceptQueue;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on one worker's loop, level-triggered: what is not taken in this turn comes again
 * in the next one, behind the connections that are ready now.
 */
final class LinuxListeningSocket implements ListeningSocket, EpollIoHandle {

    private static final int AT_ONCE = 16;
    private static final long PAUSE_MILLIS = 50;

    private final LinuxLoop io;
    private final FileDescriptor descriptor;
    private final PeerAddress bound;
    private final Acceptor acceptor;
    private final int atOnce;
    private final boolean queueIsOurs;
    private @Nullable IoRegistration registration;
    private volatile boolean accepting;
    private volatile @Nullable AcceptQueue queue;

    private LinuxListeningSocket(
            LinuxLoop io,
            int fd,
            PeerAddress bound,
            int atOnce,
            boolean queueIsOurs,
            Acceptor acceptor) {
        this.io = io;
        this.descriptor = new FileDescriptor(fd);
        this.bound = bound;
        this.atOnce = atOnce;
        this.queueIsOurs = queueIsOurs;
        this.acceptor = acceptor;
    }

    static LinuxListeningSocket ours(LinuxLoop io, int fd, PeerAddress bound, Acceptor acceptor) {
        return new LinuxListeningSocket(io, fd, bound, AT_ONCE, true, acceptor);
    }

    /**
     * @param crowded several workers wait for the same queue: who wakes first must not take it all
     */
    static LinuxListeningSocket adopted(
            LinuxLoop io, int fd, InheritedSocket socket, boolean crowded, Acceptor acceptor) {
        return new LinuxListeningSocket(
                io, fd, socket.address(), crowded ? 1 : AT_ONCE, !socket.kept(), acceptor);
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    public PeerAddress boundAddress() {
        return bound;
    }

    @Override
    public @Nullable AcceptQueue queue() {
        return queue;
    }

    /** On the loop: elsewhere the number of a descriptor that was closed could be another socket's. */
    @Override
    public void lookAtQueue() {
        io.loop.execute(
                () -> {
                    if (descriptor.isOpen()) {
                        queue = AcceptQueues.read(io.sys, descriptor.intValue());
                    }
                });
    }

    @Override
    public void accept() {
        accepting = true;
        io.loop.execute(
                () -> {
                    registration = io.register(this);
                    registration.submit(EpollIoOps.EPOLLIN);
                });
    }

    @Override
    public void handle(IoRegistration own, IoEvent event) {
        try {
            io.turn.event();
            acceptSome(atOnce);
        } catch (Throwable bug) {
            io.bug(this, bug);
        }
    }

    /** Accepts until the queue is empty or enough have come; false when the kernel refused. */
    private boolean acceptSome(int atMost) {
        for (int i = 0; i < atMost; i++) {
            int fd = io.sys.accept(descriptor.intValue());
            if (fd >= 0) {
                PeerAddress peer = SocketAddresses.read(io.sys.scratch());
                acceptor.onAccepted(SocketWire.accepted(io, fd, peer), peer);
            } else if (fd == -Errno.EAGAIN) {
                return true;
            } else if (noRoomLeft(-fd)) {
                acceptor.onAcceptFailed(-fd);
                pause();
                return false;
            }
            // Else the client left while it was queued (ECONNABORTED and its kin): the next one,
            // please.
        }
        return true;
    }

    private static boolean noRoomLeft(int errno) {
        return errno == Errno.EMFILE
                || errno == Errno.ENFILE
                || errno == Errno.ENOBUFS
                || errno == Errno.ENOMEM;
    }

    /** The listener would be ready for ever and spin the loop; clients wait in the kernel's queue. */
    private void pause() {
        IoRegistration own = registration;
        if (own != null) {
            own.submit(EpollIoOps.EPOLLERR);
            io.loop.schedule(this::resume, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void resume() {
        IoRegistration own = registration;
        if (own != null && own.isValid()) {
            own.submit(EpollIoOps.EPOLLIN);
        }
    }

    /** On the loop, as {@link #lookAtQueue}. */
    @Override
    public CompletableFuture<Integer> duplicate() {
        var copy = new CompletableFuture<Integer>();
        try {
            io.loop.execute(
                    () -> {
                        int fd =
                                descriptor.isOpen()
                                        ? io.sys.duplicate(descriptor.intValue())
                                        : -Errno.EBADF;
                        if (fd >= 0) {
                            copy.complete(fd);
                        } else {
                            copy.completeExceptionally(
                                    new IOException(this + ": " + Errno.name(-fd)));
                        }
                    });
        } catch (RejectedExecutionException ended) {
            copy.completeExceptionally(ended);
        }
        return copy;
    }

    /** May be called from any thread; what is queued already is served, not reset. */
    @Override
    public void close() {
        close(queueIsOurs);
    }

    @Override
    public void leave() {
        close(false);
    }

    private void close(boolean withQueue) {
        // The loop does not know a socket that never accepted, and who only looked whether the
        // address is free binds it again in the next line: then it must be gone.
        if (!accepting || io.loop.inEventLoop()) {
            closeInLoop(withQueue);
        } else {
            io.loop.execute(() -> closeInLoop(withQueue));
        }
    }

    private void closeInLoop(boolean withQueue) {
        if (!descriptor.isOpen()) {
            return;
        }
        try {
            if (registration != null) {
                if (withQueue) {
                    acceptSome(Integer.MAX_VALUE);
                }
                // Before the descriptor is closed: epoll would go on to report a socket that lives
                // on
                // in another process, and nobody could tell it to stop.
                registration.cancel();
            }
            descriptor.close();
        } catch (IOException e) {
            io.bug(this, e);
        }
    }

    @Override
    public String toString() {
        return "listener on " + bound;
    }
}
