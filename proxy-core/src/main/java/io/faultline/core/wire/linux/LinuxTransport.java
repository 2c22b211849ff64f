package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.wire.BindFailure;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Destinations;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.ListeningSocket.Acceptor;
import io.faultline.core.wire.Transport;
import io.faultline.core.wire.UnbornWire;
import io.faultline.core.wire.Wire;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;

/** Sockets on epoll, by plain system calls. */
public final class LinuxTransport implements Transport {

    private final LinuxLoop io;

    /**
     * @param mostPipes how many pipes splicing may use; 0 switches it off
     */
    public LinuxTransport(IoEventLoop loop, LoopTurn turn, ChunkPool chunks, int mostPipes) {
        this.io = new LinuxLoop(loop, turn, chunks, mostPipes);
    }

    /** Whether this system and this JVM can do it. */
    public static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public ListeningSocket listen(
            PeerAddress address, int backlog, boolean sharedPort, Acceptor acceptor)
            throws BindFailure {
        var sys = new Syscalls(); // this is not the loop's thread
        int fd = boundSocket(sys, address, sharedPort);
        // Accepted sockets inherit both: that saves calls for each of them.
        sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
        KeepAlive.set(sys, fd);
        int failed = sys.listen(fd, backlog);
        if (failed < 0) {
            sys.close(fd);
            throw new BindFailure(address, -failed);
        }
        sys.localAddress(fd);
        PeerAddress bound = SocketAddresses.read(sys.scratch());
        return LinuxListeningSocket.ours(io, fd, bound, acceptor);
    }

    @Override
    public ListeningSocket adopt(
            InheritedSocket socket, int backlog, boolean crowded, Acceptor acceptor)
            throws BindFailure {
        var sys = new Syscalls();
        int fd = Descriptors.copyToListen(sys, socket.descriptor());
        if (fd < 0) {
            throw new BindFailure(socket.address(), -fd);
        }
        sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
        KeepAlive.set(sys, fd);
        sys.listen(fd, backlog); // it listens already: this only sets the length of its queue
        return LinuxListeningSocket.adopted(io, fd, socket, crowded, acceptor);
    }

    @Override
    public void checkFree(PeerAddress address) throws BindFailure {
        var sys = new Syscalls();
        sys.close(boundSocket(sys, address, false));
    }

    private static int boundSocket(Syscalls sys, PeerAddress address, boolean sharedPort)
            throws BindFailure {
        int fd = sys.socket(SocketAddresses.family(address));
        if (fd < 0) {
            throw new BindFailure(address, -fd);
        }
        sys.setOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_REUSEADDR, 1);
        if (sharedPort) {
            sys.setOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_REUSEPORT, 1);
        }
        if (!address.isV4()) {
            // [::] takes IPv4 clients too, whatever the system's default is.
            sys.setOption(fd, Syscalls.IPPROTO_IPV6, Syscalls.IPV6_V6ONLY, 0);
        }
        int failed = sys.bind(fd, SocketAddresses.write(address, sys.scratch()));
        if (failed < 0) {
            sys.close(fd);
            throw new BindFailure(address, -failed);
        }
        return fd;
    }

    @Override
    public Wire connect(
            PeerAddress remote, @Nullable PeerAddress source, ConnectObserver observer) {
        int fd = io.sys.socket(SocketAddresses.family(remote));
        if (fd < 0) {
            return UnbornWire.refused(remote, -fd, io.loop, observer);
        }
        int failed = source == null ? 0 : bindSource(fd, source);
        if (failed == 0) {
            failed = io.sys.connect(fd, SocketAddresses.write(remote, io.sys.scratch()));
        }
        if (failed < 0 && failed != -Errno.EINPROGRESS) {
            io.sys.close(fd);
            return UnbornWire.refused(remote, -failed, io.loop, observer);
        }
        return SocketWire.connecting(io, fd, remote, observer);
    }

    @Override
    public Destinations destinations() {
        return io.destinations;
    }

    /** Without the option the kernel would reserve a port for this address alone and run out early. */
    private int bindSource(int fd, PeerAddress source) {
        io.sys.setOption(fd, Syscalls.IPPROTO_IP, Syscalls.IP_BIND_ADDRESS_NO_PORT, 1);
        return io.sys.bind(fd, SocketAddresses.write(source, io.sys.scratch()));
    }

    @Override
    public void close() {
        io.pipes.close();
    }
}
