package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.faultline.core.wire.TcpInfo;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code struct tcp_info}, whose fields never move: newer kernels only append. What an older one
 * does not have is untold.
 */
final class TcpInfos {

    private static final int STATE = 0;
    private static final int RETRANSMITS = 2;
    private static final int PROBES = 3;
    private static final int SND_MSS = 16;
    private static final int UNACKED = 24;
    private static final int LOST = 32;
    private static final int LAST_DATA_RECV = 52;
    private static final int LAST_ACK_RECV = 56;
    private static final int PMTU = 60;
    private static final int RTT = 68;
    private static final int RTT_VAR = 72;
    private static final int SND_CWND = 80;
    private static final int TOTAL_RETRANS = 100;
    private static final int LEAST_LENGTH = 104;
    private static final int SEGS_IN = 140; // since Linux 4.2
    private static final int NOTSENT_BYTES = 144; // since Linux 4.6
    private static final int BYTES_RETRANS = 208; // since Linux 4.19
    private static final int RCV_OOOPACK = 224; // since Linux 5.4, as the next one
    private static final int SND_WND = 228;
    private static final int LENGTH = 232;

    private TcpInfos() {}

    static @Nullable TcpInfo read(Syscalls sys, int fd) {
        int told = sys.getOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_INFO, LENGTH);
        return told < LEAST_LENGTH ? null : parse(sys.scratch(), told);
    }

    /** @param told how many bytes of it the kernel has filled */
    static TcpInfo parse(MemorySegment info, int told) {
        return new TcpInfo(
                info.get(JAVA_BYTE, STATE),
                Byte.toUnsignedInt(info.get(JAVA_BYTE, RETRANSMITS)),
                Byte.toUnsignedInt(info.get(JAVA_BYTE, PROBES)),
                info.get(JAVA_INT, RTT),
                info.get(JAVA_INT, RTT_VAR),
                info.get(JAVA_INT, TOTAL_RETRANS),
                info.get(JAVA_INT, UNACKED),
                info.get(JAVA_INT, LOST),
                info.get(JAVA_INT, SND_CWND),
                info.get(JAVA_INT, SND_MSS),
                info.get(JAVA_INT, PMTU),
                info.get(JAVA_INT, LAST_DATA_RECV),
                info.get(JAVA_INT, LAST_ACK_RECV),
                told < NOTSENT_BYTES + 4
                        ? TcpInfo.UNTOLD
                        : Integer.toUnsignedLong(info.get(JAVA_INT, NOTSENT_BYTES)),
                told < BYTES_RETRANS + 8 ? TcpInfo.UNTOLD : info.get(JAVA_LONG, BYTES_RETRANS),
                told < RCV_OOOPACK + 4 ? TcpInfo.UNTOLD : info.get(JAVA_INT, RCV_OOOPACK),
                told < SND_WND + 4
                        ? TcpInfo.UNTOLD
                        : Integer.toUnsignedLong(info.get(JAVA_INT, SND_WND)),
                told < SEGS_IN + 4 ? TcpInfo.UNTOLD : info.get(JAVA_INT, SEGS_IN));
    }
}
