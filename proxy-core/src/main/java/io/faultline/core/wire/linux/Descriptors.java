package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.faultline.core.fault.Errno;
import io.faultline.core.wire.InheritedSocket;
import java.io.IOException;

/**
 * Descriptors that this process did not open itself: what they are, and copies of them. Whoever starts a
 * program says "these are your sockets" by nothing but their numbers.
 */
public final class Descriptors {

    private static final int SOCK_STREAM = 1;

    private Descriptors() {}

    /**
     * What a descriptor is, if it is a TCP socket that listens.
     *
     * @throws IOException when it is something else; the message says what
     */
    public static InheritedSocket listening(int fd, String name, boolean kept) throws IOException {
        var sys = new Syscalls();
        int known = sys.getOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_TYPE, 4);
        if (known < 0) {
            throw new IOException(
                    known == -Errno.EBADF ? "is not open" : "is no socket (" + text(known) + ")");
        }
        if (sys.scratch().get(JAVA_INT, 0) != SOCK_STREAM) {
            throw new IOException("is not a stream socket, and Faultline serves only those");
        }
        int asked = sys.localAddress(fd);
        short family = asked < 0 ? -1 : sys.scratch().get(JAVA_SHORT, 0);
        if (family != Syscalls.AF_INET && family != Syscalls.AF_INET6) {
            throw new IOException("has no IP address");
        }
        var address = SocketAddresses.read(sys.scratch());
        sys.getOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_ACCEPTCONN, 4);
        if (sys.scratch().get(JAVA_INT, 0) == 0) {
            throw new IOException("on " + address + " does not listen");
        }
        return new InheritedSocket(fd, address, name, kept);
    }

    /**
     * A second descriptor to accept from. It must not block: a client that leaves between "ready" and
     * accept would stop the whole loop.
     */
    public static int copyToListen(int fd) throws IOException {
        int copy = copyToListen(new Syscalls(), fd);
        if (copy < 0) {
            throw new IOException("a copy of descriptor " + fd + ": " + text(copy));
        }
        return copy;
    }

    static int copyToListen(Syscalls sys, int fd) {
        int copy = sys.duplicate(fd);
        if (copy >= 0) {
            sys.setNonBlocking(copy);
        }
        return copy;
    }

    public static void close(int fd) {
        new Syscalls().close(fd);
    }

    private static String text(int negatedErrno) {
        return Errno.name(-negatedErrno);
    }
}
