package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.faultline.core.fault.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of the data path. Each returns what the kernel returned, or the negated errno: an
 * error is a number here and costs no exception.
 *
 * <p>One instance per thread, since it owns the memory where errno is captured. The numbers are those
 * of Linux and the same on x86_64 and aarch64.
 */
final class Syscalls {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_TYPE = 3;
    static final int SO_ERROR = 4;
    static final int SO_KEEPALIVE = 9;
    static final int SO_LINGER = 13;
    static final int SO_REUSEPORT = 15;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_MEMINFO = 55;
    static final int IPPROTO_IP = 0;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int TCP_KEEPIDLE = 4;
    static final int TCP_KEEPINTVL = 5;
    static final int TCP_KEEPCNT = 6;
    static final int TCP_INFO = 11;

    private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_PEEK = 2;
    private static final int SHUT_WR = 1;
    private static final int MESSAGE_RUNS = 16; // msg_iov, and msg_iovlen behind it
    private static final int FIRST_RUN = 56; // behind the msghdr
    private static final int SECOND_RUN = FIRST_RUN + 16;
    private static final int MESSAGE_BYTES = SECOND_RUN + 16;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_NONBLOCK = 0x800;
    private static final int SPLICE_MOVE_NONBLOCK = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 =
            call("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT =
            call("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV =
            call("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND =
            call("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMSG =
            call("sendmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SHUTDOWN = call("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETSOCKNAME =
            call("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PIPE2 = call("pipe2", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle FCNTL = call("fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SPLICE =
            call(
                    "splice", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
                    JAVA_INT);

    private final MemorySegment state = Arena.ofAuto().allocate(STATE);

    /** Room for one option value, one socket address, one TCP_INFO. */
    private final MemorySegment scratch = Arena.ofAuto().allocate(512, 8);

    private final MemorySegment lengthCell = Arena.ofAuto().allocate(8, 8);

    /** A struct msghdr, and behind it the two struct iovec it points at. */
    private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);

    Syscalls() {
        message.set(JAVA_LONG, MESSAGE_RUNS, message.address() + FIRST_RUN);
        message.set(JAVA_LONG, MESSAGE_RUNS + 8, 2);
    }

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** What the last call with an address or an option left or found here. */
    MemorySegment scratch() {
        return scratch;
    }

    int socket(int family) {
        try {
            return result((int) SOCKET.invokeExact(state, family, SOCK_STREAM_NONBLOCK_CLOEXEC, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Binds to the address in {@link #scratch}. */
    int bind(int fd, int addressLength) {
        try {
            return result((int) BIND.invokeExact(state, fd, scratch.address(), addressLength));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The new descriptor; the peer's address stands in {@link #scratch}. */
    int accept(int fd) {
        lengthCell.set(JAVA_INT, 0, SocketAddresses.MAX_LENGTH);
        try {
            return result(
                    (int)
                            ACCEPT4.invokeExact(
                                    state,
                                    fd,
                                    scratch.address(),
                                    lengthCell.address(),
                                    NONBLOCK_CLOEXEC));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Connects to the address in {@link #scratch}. */
    int connect(int fd, int addressLength) {
        try {
            return result((int) CONNECT.invokeExact(state, fd, scratch.address(), addressLength));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int receive(int fd, long address, int length) {
        try {
            return result((long) RECV.invokeExact(state, fd, address, (long) length, 0));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Whether a read would tell something: a byte, the end, or what broke. Takes nothing. */
    boolean hasInput(int fd) {
        try {
            return result((long) RECV.invokeExact(state, fd, scratch.address(), 1L, MSG_PEEK))
                    != -Errno.EAGAIN;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int send(int fd, long address, int length) {
        try {
            return result((long) SEND.invokeExact(state, fd, address, (long) length, MSG_NOSIGNAL));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sends two runs of bytes in one call. */
    int send(int fd, long address, int length, long secondAddress, int secondLength) {
        message.set(JAVA_LONG, FIRST_RUN, address);
        message.set(JAVA_LONG, FIRST_RUN + 8, length);
        message.set(JAVA_LONG, SECOND_RUN, secondAddress);
        message.set(JAVA_LONG, SECOND_RUN + 8, secondLength);
        try {
            return result((long) SENDMSG.invokeExact(state, fd, message.address(), MSG_NOSIGNAL));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sends FIN. */
    int shutdownOutput(int fd) {
        try {
            return result((int) SHUTDOWN.invokeExact(state, fd, SHUT_WR));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int setOption(int fd, int level, int option, int value) {
        scratch.set(JAVA_INT, 0, value);
        return setOptionFromScratch(fd, level, option, 4);
    }

    /** The next close sends RST and throws away what is unsent. */
    int setLingerZero(int fd) {
        scratch.set(JAVA_INT, 0, 1);
        scratch.set(JAVA_INT, 4, 0);
        return setOptionFromScratch(fd, SOL_SOCKET, SO_LINGER, 8);
    }

    private int setOptionFromScratch(int fd, int level, int option, int length) {
        try {
            return result(
                    (int)
                            SETSOCKOPT.invokeExact(
                                    state, fd, level, option, scratch.address(), length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The option's value stands in {@link #scratch}. Returns its length. */
    int getOption(int fd, int level, int option, int room) {
        lengthCell.set(JAVA_INT, 0, room);
        try {
            int returned =
                    result(
                            (int)
                                    GETSOCKOPT.invokeExact(
                                            state,
                                            fd,
                                            level,
                                            option,
                                            scratch.address(),
                                            lengthCell.address()));
            return returned < 0 ? returned : lengthCell.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The errno that waits on the socket, or 0. Reading it clears it. */
    int pendingError(int fd) {
        int returned = getOption(fd, SOL_SOCKET, SO_ERROR, 4);
        return returned < 0 ? -returned : scratch.get(JAVA_INT, 0);
    }

    /** Our own address stands in {@link #scratch}. */
    int localAddress(int fd) {
        lengthCell.set(JAVA_INT, 0, SocketAddresses.MAX_LENGTH);
        try {
            return result(
                    (int)
                            GETSOCKNAME.invokeExact(
                                    state, fd, scratch.address(), lengthCell.address()));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** A new pipe whose two descriptors stand in {@link #scratch}. */
    int pipe() {
        try {
            return result((int) PIPE2.invokeExact(state, scratch.address(), NONBLOCK_CLOEXEC));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int setPipeSize(int fd, int bytes) {
        return control(fd, F_SETPIPE_SZ, bytes);
    }

    /** A second descriptor of the same thing, which programs that we start do not see. */
    int duplicate(int fd) {
        return control(fd, F_DUPFD_CLOEXEC, 0);
    }

    /** Holds for all descriptors of the same socket, in other processes too. */
    int setNonBlocking(int fd) {
        int flags = control(fd, F_GETFL, 0);
        return flags < 0 ? flags : control(fd, F_SETFL, flags | O_NONBLOCK);
    }

    private int control(int fd, int command, int argument) {
        try {
            return result((int) FCNTL.invokeExact(state, fd, command, argument));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    int splice(int from, int to, int atMost) {
        try {
            return result(
                    (long)
                            SPLICE.invokeExact(
                                    state, from, 0L, to, 0L, (long) atMost, SPLICE_MOVE_NONBLOCK));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private int result(long returned) {
        return returned >= 0 ? (int) returned : -(int) ERRNO.get(state, 0L);
    }

    private static AssertionError unexpected(Throwable t) {
        return new AssertionError("a downcall with fixed types cannot throw", t);
    }
}
