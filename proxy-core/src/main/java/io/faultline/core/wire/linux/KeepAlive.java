package io.faultline.core.wire.linux;

/** A silent peer is asked every 15 s whether it still lives, and given up after a minute. */
final class KeepAlive {

    private static final int IDLE_SECONDS = 15;
    private static final int INTERVAL_SECONDS = 15;
    private static final int PROBES = 4;

    private KeepAlive() {}

    static void set(Syscalls sys, int fd) {
        sys.setOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_KEEPALIVE, 1);
        sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_KEEPIDLE, IDLE_SECONDS);
        sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_KEEPINTVL, INTERVAL_SECONDS);
        sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_KEEPCNT, PROBES);
    }
}
