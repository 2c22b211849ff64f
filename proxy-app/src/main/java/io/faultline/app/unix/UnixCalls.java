package io.faultline.app.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.faultline.core.fault.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls behind this package. They may wait: nothing here runs on a worker. The numbers are
 * those of Linux and the same on x86_64 and aarch64.
 */
final class UnixCalls {

    static final int SOL_SOCKET = 1;
    static final int SO_PEERCRED = 17;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;

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
    private static final MethodHandle SENDMSG =
            call("sendmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG =
            call("recvmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDTO =
            call(
                    "sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                    JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SHUTDOWN = call("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle GETEUID = call("geteuid", JAVA_INT);

    private UnixCalls() {}

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** One call, tried again when a signal came between. */
    private interface Call {
        long make(MemorySegment state) throws Throwable;
    }

    private static int made(String what, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long returned = call.make(state);
                if (returned >= 0) {
                    return (int) returned;
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (errno != Errno.EINTR) {
                    throw new IOException(what + ": " + Errno.name(errno));
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("a downcall with fixed types cannot throw", t);
        }
    }

    static int socket(int family, int type) throws IOException {
        return made("socket", state -> (int) SOCKET.invokeExact(state, family, type, 0));
    }

    static void bind(int fd, MemorySegment address, int length) throws IOException {
        made("bind", state -> (int) BIND.invokeExact(state, fd, address.address(), length));
    }

    static void listen(int fd, int backlog) throws IOException {
        made("listen", state -> (int) LISTEN.invokeExact(state, fd, backlog));
    }

    static int accept(int fd, int flags) throws IOException {
        return made("accept", state -> (int) ACCEPT4.invokeExact(state, fd, 0L, 0L, flags));
    }

    static void connect(int fd, MemorySegment address, int length) throws IOException {
        made("connect", state -> (int) CONNECT.invokeExact(state, fd, address.address(), length));
    }

    static void send(int fd, MemorySegment message, int flags) throws IOException {
        made("send", state -> (long) SENDMSG.invokeExact(state, fd, message.address(), flags));
    }

    static int receive(int fd, MemorySegment message, int flags) throws IOException {
        return made(
                "receive",
                state -> (long) RECVMSG.invokeExact(state, fd, message.address(), flags));
    }

    static void sendTo(int fd, MemorySegment data, int flags, MemorySegment address, int length)
            throws IOException {
        made(
                "send",
                state ->
                        (long)
                                SENDTO.invokeExact(
                                        state,
                                        fd,
                                        data.address(),
                                        data.byteSize(),
                                        flags,
                                        address.address(),
                                        length));
    }

    static void setOption(int fd, int option, MemorySegment value) throws IOException {
        made(
                "setsockopt",
                state ->
                        (int)
                                SETSOCKOPT.invokeExact(
                                        state,
                                        fd,
                                        SOL_SOCKET,
                                        option,
                                        value.address(),
                                        (int) value.byteSize()));
    }

    static void getOption(int fd, int option, MemorySegment value, MemorySegment length)
            throws IOException {
        made(
                "getsockopt",
                state ->
                        (int)
                                GETSOCKOPT.invokeExact(
                                        state,
                                        fd,
                                        SOL_SOCKET,
                                        option,
                                        value.address(),
                                        length.address()));
    }

    /** Wakes whoever waits on it. */
    static void shutdown(int fd) throws IOException {
        made("shutdown", state -> (int) SHUTDOWN.invokeExact(state, fd, 2));
    }

    static void close(int fd) throws IOException {
        made("close", state -> (int) CLOSE.invokeExact(state, fd));
    }

    /** Who we are. */
    static int user() throws IOException {
        return made("geteuid", state -> (int) GETEUID.invokeExact(state));
    }
}
