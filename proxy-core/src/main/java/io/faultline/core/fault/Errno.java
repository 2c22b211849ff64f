package io.faultline.core.fault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers with which Linux says why a system call failed, as far as sockets meet them. The
 * numbers are those of the kernel's generic table: x86_64 and aarch64 alike.
 *
 * <p>Plain numbers and not an enum: wires compare them on the data path as the kernel gave them.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int EPIPE = 32;
    public static final int ENONET = 64;
    public static final int EPROTO = 71;
    public static final int ENOTSOCK = 88;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENETRESET = 102;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(EPERM, "EPERM"),
                    Map.entry(ENOENT, "ENOENT"),
                    Map.entry(EINTR, "EINTR"),
                    Map.entry(EIO, "EIO"),
                    Map.entry(EBADF, "EBADF"),
                    Map.entry(EAGAIN, "EAGAIN"),
                    Map.entry(ENOMEM, "ENOMEM"),
                    Map.entry(EACCES, "EACCES"),
                    Map.entry(EINVAL, "EINVAL"),
                    Map.entry(ENFILE, "ENFILE"),
                    Map.entry(EMFILE, "EMFILE"),
                    Map.entry(ENOSPC, "ENOSPC"),
                    Map.entry(EPIPE, "EPIPE"),
                    Map.entry(ENONET, "ENONET"),
                    Map.entry(EPROTO, "EPROTO"),
                    Map.entry(ENOTSOCK, "ENOTSOCK"),
                    Map.entry(ENOPROTOOPT, "ENOPROTOOPT"),
                    Map.entry(EPROTONOSUPPORT, "EPROTONOSUPPORT"),
                    Map.entry(EAFNOSUPPORT, "EAFNOSUPPORT"),
                    Map.entry(EADDRINUSE, "EADDRINUSE"),
                    Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL"),
                    Map.entry(ENETDOWN, "ENETDOWN"),
                    Map.entry(ENETUNREACH, "ENETUNREACH"),
                    Map.entry(ENETRESET, "ENETRESET"),
                    Map.entry(ECONNABORTED, "ECONNABORTED"),
                    Map.entry(ECONNRESET, "ECONNRESET"),
                    Map.entry(ENOBUFS, "ENOBUFS"),
                    Map.entry(EISCONN, "EISCONN"),
                    Map.entry(ENOTCONN, "ENOTCONN"),
                    Map.entry(ETIMEDOUT, "ETIMEDOUT"),
                    Map.entry(ECONNREFUSED, "ECONNREFUSED"),
                    Map.entry(EHOSTDOWN, "EHOSTDOWN"),
                    Map.entry(EHOSTUNREACH, "EHOSTUNREACH"),
                    Map.entry(EALREADY, "EALREADY"),
                    Map.entry(EINPROGRESS, "EINPROGRESS"));

    private static final boolean ON_LINUX = System.getProperty("os.name").startsWith("Linux");

    private Errno() {}

    /** {@code ECONNREFUSED} for 111, and for a number we never met the number itself. */
    public static String name(int errno) {
        return NAMES.getOrDefault(errno, "errno " + errno);
    }

    /**
     * The errno an exception stands for, whatever transport threw it. What carries none, or one we
     * cannot read, is {@link #EIO}: sockets themselves never fail with it.
     */
    public static int of(@Nullable Throwable thrown) {
        int errno = ErrnoReader.read(thrown, ON_LINUX);
        return errno == ErrnoReader.UNKNOWN ? EIO : errno;
    }
}
