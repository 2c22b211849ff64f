package io.faultline.core.evidence;

import io.faultline.core.wire.TcpInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What TCP knew, in the words of {@code ss -ti}, which is what an operator would have typed a moment
 * earlier: {@code established rtt:0.52/0.13 unacked:2 retrans:5/7 lastrcv:30012}.
 */
final class TcpText {

    static final String UNKNOWN = "unknown";

    private static final double MICROS_PER_MILLI = 1_000.0;

    private TcpText() {}

    static String of(@Nullable TcpInfo tcp, long waitingBytes) {
        if (tcp == null) {
            return UNKNOWN;
        }
        var text = new StringBuilder(160).append(tcp.stateText());
        if (tcp.rttMicros() > 0) {
            text.append(" rtt:").append(millis(tcp.rttMicros()));
            text.append('/').append(millis(tcp.rttVarMicros()));
        }
        text.append(" unacked:").append(tcp.unacked());
        text.append(" retrans:").append(tcp.backoffs()).append('/').append(tcp.retransmitsTotal());
        add(text, " lost:", tcp.lost(), 1);
        add(text, " probes:", tcp.probes(), 1);
        add(text, " notsent:", tcp.unsentBytes(), 1);
        add(text, " waiting:", waitingBytes, 1);
        if (tcp.state() != TcpInfo.SYN_SENT) {
            add(text, " snd_wnd:", tcp.sendWindow(), 0);
            add(text, " mss:", tcp.segmentSize(), 1);
            add(text, " pmtu:", tcp.pathMtu(), 1);
            add(text, " lastrcv:", tcp.sinceHeardMillis(), 0);
            add(text, " lastack:", tcp.sinceAckedMillis(), 0);
            add(text, " rcv_ooopack:", tcp.outOfOrder(), 1);
        }
        return text.toString();
    }

    /** A number that says nothing is left out. */
    private static void add(StringBuilder text, String name, long value, long from) {
        if (value >= from) {
            text.append(name).append(value);
        }
    }

    private static String millis(int micros) {
        return String.format(Locale.ROOT, "%.2f", micros / MICROS_PER_MILLI);
    }
}
