package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.faultline.core.wire.AcceptQueue;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel about one listening socket. The host's ListenOverflows counts every program's; only
 * the socket itself can say that it was ours.
 */
final class AcceptQueues {

    // Of a listening socket, tcp_info tells the queue where it else tells what is unacknowledged.
    private static final int WAITING = 24;
    private static final int ROOM = 28;
    private static final int INFO_LENGTH = 104;

    private static final int DROPS = 8 * 4; // SK_MEMINFO_DROPS of linux/sock_diag.h
    private static final int MEMINFO_LENGTH = DROPS + 4;

    private AcceptQueues() {}

    static @Nullable AcceptQueue read(Syscalls sys, int fd) {
        if (sys.getOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_INFO, INFO_LENGTH) < INFO_LENGTH) {
            return null;
        }
        int waiting = sys.scratch().get(JAVA_INT, WAITING);
        int room = sys.scratch().get(JAVA_INT, ROOM);
        int length = sys.getOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_MEMINFO, MEMINFO_LENGTH);
        long dropped =
                length < MEMINFO_LENGTH
                        ? -1
                        : Integer.toUnsignedLong(sys.scratch().get(JAVA_INT, DROPS));
        return new AcceptQueue(waiting, room, dropped);
    }
}
