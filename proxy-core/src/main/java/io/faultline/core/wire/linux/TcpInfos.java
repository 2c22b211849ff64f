package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.faultline.core.wire.TcpInfo;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads {@code struct tcp_info}, whose fields never move: newer kernels only append. */
final class TcpInfos {

    private static final int UNACKED = 24;
    private static final int LOST = 32;
    private static final int RTT = 68;
    private static final int RTT_VAR = 72;
    private static final int SND_CWND = 80;
    private static final int TOTAL_RETRANS = 100;
    private static final int LENGTH = 104;

    private TcpInfos() {}

    static @Nullable TcpInfo read(Syscalls sys, int fd) {
        if (sys.getOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_INFO, LENGTH) < LENGTH) {
            return null;
        }
        MemorySegment info = sys.scratch();
        return new TcpInfo(
                info.get(JAVA_INT, RTT),
                info.get(JAVA_INT, RTT_VAR),
                info.get(JAVA_INT, TOTAL_RETRANS),
                info.get(JAVA_INT, UNACKED),
                info.get(JAVA_INT, LOST),
                info.get(JAVA_INT, SND_CWND));
    }
}
