package io.faultline.core.fault;

import static java.util.Map.entry;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errno behind an exception.
 *
 * <p>Exception classes do not tell: "no free port" and "too many files" come as a {@code
 * ConnectException} just as "refused" does. Netty's natives carry the number, some of them in their
 * text only; NIO has only the text of strerror(3), as the C library words it.
 */
final class ErrnoReader {

    static final int UNKNOWN = 0;

    private static final int MAX_CAUSES = 8; // a chain of causes may be a circle
    private static final Pattern NATIVE_NUMBER = Pattern.compile("failed with error\\(-(\\d+)\\)");

    /**
     * What glibc says and, where it differs, musl, macOS or the JDK itself. Order matters: a text that
     * contains another one stands before it.
     */
    private static final List<Map.Entry<String, Integer>> TEXTS =
            List.of(
                    entry("Connection refused", Errno.ECONNREFUSED),
                    entry("Connection reset", Errno.ECONNRESET), // the JDK leaves out "by peer"
                    entry("Broken pipe", Errno.EPIPE),
                    entry("Connection timed out", Errno.ETIMEDOUT),
                    entry("Operation timed out", Errno.ETIMEDOUT),
                    entry("No route to host", Errno.EHOSTUNREACH),
                    entry("Host is unreachable", Errno.EHOSTUNREACH),
                    entry("Network is unreachable", Errno.ENETUNREACH),
                    entry("Network unreachable", Errno.ENETUNREACH),
                    entry("Network is down", Errno.ENETDOWN),
                    entry("Host is down", Errno.EHOSTDOWN),
                    entry("Cannot assign requested address", Errno.EADDRNOTAVAIL),
                    entry("Can't assign requested address", Errno.EADDRNOTAVAIL),
                    entry("Address not available", Errno.EADDRNOTAVAIL),
                    entry("Address already in use", Errno.EADDRINUSE),
                    entry("Address in use", Errno.EADDRINUSE),
                    entry("Address family not supported", Errno.EAFNOSUPPORT),
                    entry("Too many open files in system", Errno.ENFILE),
                    entry("Too many open files", Errno.EMFILE),
                    entry("No file descriptors available", Errno.EMFILE),
                    entry("No buffer space available", Errno.ENOBUFS),
                    entry("Cannot allocate memory", Errno.ENOMEM),
                    entry("Out of memory", Errno.ENOMEM),
                    entry("Software caused connection abort", Errno.ECONNABORTED),
                    entry("Connection aborted", Errno.ECONNABORTED),
                    entry("Network dropped connection on reset", Errno.ENETRESET),
                    entry("Transport endpoint is not connected", Errno.ENOTCONN),
                    entry("Socket not connected", Errno.ENOTCONN),
                    entry("Operation not permitted", Errno.EPERM),
                    entry("Permission denied", Errno.EACCES),
                    entry("Invalid argument", Errno.EINVAL),
                    entry("Protocol not available", Errno.ENOPROTOOPT));

    private ErrnoReader() {}

    /**
     * The number, or {@link #UNKNOWN}.
     *
     * @param numbersAreLinuxes false elsewhere: there only the text means the same
     */
    static int read(@Nullable Throwable thrown, boolean numbersAreLinuxes) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            int errno = readOne(cause, numbersAreLinuxes);
            if (errno != UNKNOWN) {
                return errno;
            }
            cause = cause.getCause();
        }
        return UNKNOWN;
    }

    /** Whether all we have is Netty's wordless exception for EHOSTUNREACH and ENETUNREACH alike. */
    static boolean isWordlessNoRoute(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof NoRouteToHostException && cause.getMessage() == null) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static int readOne(Throwable thrown, boolean numbersAreLinuxes) {
        if (numbersAreLinuxes && thrown instanceof NativeIoException nativeFailure) {
            return Math.abs(nativeFailure.expectedErr());
        }
        if (thrown instanceof ConnectTimeoutException) {
            return Errno.ETIMEDOUT; // a timer gave up on the SYN before the kernel did
        }
        String text = thrown.getMessage();
        int errno = text == null ? UNKNOWN : fromText(text, numbersAreLinuxes);
        return errno == UNKNOWN ? fromClass(thrown) : errno;
    }

    private static int fromText(String text, boolean numbersAreLinuxes) {
        Matcher number = NATIVE_NUMBER.matcher(text);
        if (numbersAreLinuxes && number.find()) {
            return Integer.parseInt(number.group(1));
        }
        for (Map.Entry<String, Integer> known : TEXTS) {
            if (text.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return UNKNOWN;
    }

    /** The few classes that stand for one errno whatever their text. */
    private static int fromClass(Throwable thrown) {
        return switch (thrown) {
            case NoRouteToHostException noRoute -> Errno.EHOSTUNREACH;
            case PortUnreachableException icmp -> Errno.ECONNREFUSED;
            case ClosedChannelException closed -> Errno.ENOTCONN;
            default -> UNKNOWN;
        };
    }
}
