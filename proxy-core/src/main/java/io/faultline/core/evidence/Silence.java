package io.faultline.core.evidence;

import io.faultline.core.wire.TcpInfo;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing comes, as far as TCP can tell: the question that every timer asks which fires. A timeout
 * alone points down the stack; this says where it ends.
 *
 * <p>A pure function of what the kernel tells. It never takes a guess for a fact: where the kernel does
 * not tell, the answer is {@link #UNKNOWN}.
 */
public enum Silence {
    UNKNOWN("unknown", "this system does not tell what TCP knows of the connection"),
    SYN("syn", "no answer to our SYN"),
    PATH("path", "what we sent is sent again and again, and not acknowledged"),
    LARGE_SEGMENTS("large-segments", "the same, and what is lost are large segments"),
    PROBES("probes", "probes are not answered: nobody is there any more"),
    KEPT("kept", "our own host does not send what we gave it, although the peer would take it"),
    WINDOW("window", "its receive window is closed: its application does not read"),
    IN_FLIGHT("in-flight", "what we sent last is not acknowledged yet: too soon to tell"),
    DELIVERED("delivered", "all we sent was acknowledged");

    /** One probe may be on its way at any moment; two have gone unanswered for longer than a path takes. */
    private static final int UNANSWERED_PROBES = 2;

    /** Above the least MTU of IPv4 and of IPv6 tunnels: what is smaller than this fits everywhere. */
    private static final int LARGE_BYTES = 1_000;

    private final String label;
    private final String sentence;

    Silence(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /**
     * @param waitingBytes what waits in our own memory, because the kernel takes no more
     */
    public static Silence of(@Nullable TcpInfo tcp, long waitingBytes) {
        if (tcp == null || tcp.state() == TcpInfo.CLOSED) {
            return UNKNOWN; // of a closed connection the kernel has forgotten what was in flight
        }
        if (tcp.state() == TcpInfo.SYN_SENT) {
            return SYN;
        }
        boolean waits = waitingBytes > 0 || tcp.unsentBytes() > 0;
        if (isKeptHere(tcp)) {
            return KEPT; // before the probes: these do not leave either
        }
        if (tcp.probes() >= UNANSWERED_PROBES) {
            return PROBES;
        }
        if (waits && isWindowClosed(tcp)) {
            return WINDOW;
        }
        if (tcp.unacked() > 0 && tcp.backoffs() > 0) {
            return areLargeOnesLost(tcp) ? LARGE_SEGMENTS : PATH;
        }
        return tcp.unacked() > 0 || waits ? IN_FLIGHT : DELIVERED;
    }

    /** A packet filter of ours that drops what leaves, for example: the kernel takes it for unsent. */
    private static boolean isKeptHere(TcpInfo tcp) {
        return tcp.unacked() == 0
                && tcp.unsentBytes() > 0
                && tcp.sendWindow() > 0
                && tcp.sendWindow() >= tcp.segmentSize();
    }

    /**
     * Either the kernel says so, or it sends nothing of what it has although nothing is in flight. A
     * window too small for a segment is as good as closed (RFC 9293 3.8.6.2.1).
     */
    private static boolean isWindowClosed(TcpInfo tcp) {
        return tcp.sendWindow() == 0 || tcp.unacked() == 0 && tcp.unsentBytes() > 0;
    }

    private static boolean areLargeOnesLost(TcpInfo tcp) {
        return tcp.retransmitsTotal() > 0
                && tcp.retransmittedBytes() / tcp.retransmitsTotal() >= LARGE_BYTES;
    }

    /** The path ends somewhere, or somebody on it drops what we send: nothing an application does. */
    public boolean isLost() {
        return this == PATH || this == LARGE_SEGMENTS || this == PROBES;
    }

    /** The peer has not got all of what we sent. */
    public boolean isUndelivered() {
        return isLost() || this == WINDOW || this == KEPT;
    }

    /** As it stands in evidence: {@code delivered: all we sent was acknowledged}. */
    public String text() {
        return label + ": " + sentence;
    }

    public String label() {
        return label;
    }
}
