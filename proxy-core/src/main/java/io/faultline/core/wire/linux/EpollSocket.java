package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.TcpInfo;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor and what epoll is asked to tell of it, edge-triggered. OUT is armed only while somebody
 * waits to write: Netty allocates an event object for every combination of readiness but the plain ones.
 */
abstract class EpollSocket implements EpollIoHandle {

    private static final EpollIoOps READ =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);
    private static final EpollIoOps READ_AND_WRITE = READ.with(EpollIoOps.EPOLLOUT);

    final LinuxLoop io;
    private final FileDescriptor descriptor;
    private @Nullable IoRegistration registration;
    private boolean armedForWriting;

    EpollSocket(LinuxLoop io, int fd) {
        this.io = io;
        this.descriptor = new FileDescriptor(fd);
    }

    @Override
    public final FileDescriptor fd() {
        return descriptor;
    }

    final int fdNumber() {
        return descriptor.intValue();
    }

    final boolean isArmed() {
        return registration != null;
    }

    final boolean isArmedForWriting() {
        return armedForWriting;
    }

    /** Asks for another wake-up: behind all descriptors that are ready now. */
    final void arm() {
        submit(armedForWriting ? READ_AND_WRITE : READ);
    }

    /** Asks to be told when there is room to write; asking again while asked costs nothing. */
    final void armForWriting() {
        if (!armedForWriting) {
            armForWritingAnew();
        }
    }

    /** The same, and with an event at once if there is room or the socket is broken. */
    final void armForWritingAnew() {
        armedForWriting = true;
        submit(READ_AND_WRITE);
    }

    final void disarmWriting() {
        if (armedForWriting) {
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

    /** The last act. The descriptor goes first: that saves an epoll_ctl. */
    final void closeDescriptor() throws IOException {
        try {
            descriptor.close();
        } finally {
            if (registration != null) {
                registration.cancel();
            }
        }
    }

    /** Good until the end of the turn in which the socket was closed. */
    public final @Nullable TcpInfo tcpInfo() {
        return descriptor.isOpen() ? TcpInfos.read(io.sys, fdNumber()) : null;
    }

    public final PeerAddress localAddress() {
        io.sys.localAddress(fdNumber());
        return SocketAddresses.read(io.sys.scratch());
    }
}
