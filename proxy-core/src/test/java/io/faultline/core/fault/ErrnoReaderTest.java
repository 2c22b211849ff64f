package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrnoReaderTest {

    static {
        Epoll.ensureAvailability(); // a native exception cannot be made without the native library
    }

    private static final String EPOLL =
            "finishConnect(..) failed with error(-%d): %s: /10.0.0.1:80";

    static Stream<Arguments> thrown() {
        return Stream.of(
                row(Errno.ECONNRESET, new NativeIoException("recvAddress", -104)),
                row(Errno.EMFILE, new NativeIoException("newSocketStream", -24, false)),
                row(Errno.ECONNREFUSED, epoll(111, "Connection refused")),
                row(Errno.EADDRNOTAVAIL, epoll(99, "Cannot assign requested address")),
                row(Errno.ETIMEDOUT, epoll(110, "Verbindungsaufbau abgebrochen")),
                row(Errno.EHOSTUNREACH, new NoRouteToHostException()),
                row(Errno.ENETUNREACH, new NoRouteToHostException("Network is unreachable")),
                row(Errno.EHOSTUNREACH, new NoRouteToHostException("No route to host")),
                row(Errno.ECONNREFUSED, new ConnectException("Connection refused: /10.0.0.1:80")),
                row(Errno.ENETUNREACH, new ConnectException("Network is unreachable")),
                row(Errno.EADDRNOTAVAIL, new BindException("Cannot assign requested address")),
                row(Errno.ECONNRESET, new IOException("Connection reset by peer")),
                row(Errno.ECONNRESET, new SocketException("Connection reset")),
                row(Errno.EPIPE, new IOException("Broken pipe")),
                row(Errno.EMFILE, new SocketException("Too many open files")),
                row(Errno.ENFILE, new IOException("Too many open files in system")),
                row(Errno.EMFILE, new IOException("No file descriptors available")),
                row(Errno.EPERM, new SocketException("Operation not permitted")),
                row(Errno.EACCES, new SocketException("Permission denied")),
                row(Errno.ENOBUFS, new IOException("No buffer space available")),
                row(Errno.ETIMEDOUT, new ConnectTimeoutException("connection timed out after 3 s")),
                row(Errno.ECONNREFUSED, new PortUnreachableException()),
                row(Errno.ENOTCONN, new ClosedChannelException()),
                row(Errno.EPIPE, new ExecutionException(new IOException("Broken pipe"))));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void theNumberIsFoundWhereverItHides(int errno, Throwable thrown) {
        assertThat(Errno.name(ErrnoReader.read(thrown, true))).isEqualTo(Errno.name(errno));
    }

    @Test
    void theClassOfAnExceptionIsNotAClassification() {
        assertThat(ErrnoReader.read(new ConnectException(), true)).isEqualTo(ErrnoReader.UNKNOWN);
        assertThat(ErrnoReader.read(new ConnectException("something new"), true))
                .isEqualTo(ErrnoReader.UNKNOWN);
    }

    /** 54 is ECONNRESET on macOS and EXFULL on Linux: elsewhere only the text means the same. */
    @Test
    void aForeignSystemsNumberIsNotReadAsLinuxes() {
        var reset =
                new NativeIoException(
                        "read(..) failed with error(-54): Connection reset by peer", -54);

        assertThat(ErrnoReader.read(reset, false)).isEqualTo(Errno.ECONNRESET);
    }

    @Test
    void causesThatFormACircleEnd() {
        var outer = new IOException("outer");
        outer.initCause(new IOException("inner", outer));

        assertThat(ErrnoReader.read(outer, true)).isEqualTo(ErrnoReader.UNKNOWN);
    }

    @Test
    void whatCarriesNoErrnoIsEio() {
        assertThat(Errno.of(new IllegalStateException("a bug"))).isEqualTo(Errno.EIO);
        assertThat(Errno.of(null)).isEqualTo(Errno.EIO);
        assertThat(Errno.of(new IOException("Broken pipe"))).isEqualTo(Errno.EPIPE);
    }

    private static Arguments row(int errno, Throwable thrown) {
        return argumentSet(thrown.toString(), errno, thrown);
    }

    private static ConnectException epoll(int errno, String text) {
        return new ConnectException(EPOLL.formatted(errno, text));
    }
}
