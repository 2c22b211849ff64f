package io.faultline.core.wire;

/**
 * What the kernel knows of one TCP connection at one moment. A value of {@link #UNTOLD} is one that this
 * kernel does not tell; older kernels tell less.
 *
 * @param state as the kernel numbers them, see {@link #ESTABLISHED}
 * @param backoffs how often in a row the retransmission timer has fired without an answer
 * @param probes keep-alive or window probes that are not answered yet
 * @param unacked segments in flight
 * @param sinceHeardMillis since the last byte of the peer came
 * @param sinceAckedMillis since the peer acknowledged something last, be it a probe
 * @param pathMtu what the kernel believes fits through the path
 * @param unsentBytes bytes that the kernel holds and has not sent once
 * @param retransmittedBytes of all segments that were sent again
 * @param outOfOrder segments that came behind a gap
 * @param sendWindow how many bytes the peer would take now
 * @param segmentsIn segments that came; ICMP is none
 */
public record TcpInfo(
        int state,
        int backoffs,
        int probes,
        int rttMicros,
        int rttVarMicros,
        int retransmitsTotal,
        int unacked,
        int lost,
        int sndCwnd,
        int segmentSize,
        int pathMtu,
        int sinceHeardMillis,
        int sinceAckedMillis,
        long unsentBytes,
        long retransmittedBytes,
        int outOfOrder,
        long sendWindow,
        int segmentsIn) {

    public static final int UNTOLD = -1;

    public static final int ESTABLISHED = 1;
    public static final int SYN_SENT = 2;
    public static final int CLOSED = 7;

    private static final String[] STATES = {
        "unknown",
        "established",
        "syn-sent",
        "syn-recv",
        "fin-wait-1",
        "fin-wait-2",
        "time-wait",
        "closed",
        "close-wait",
        "last-ack",
        "listen",
        "closing"
    };

    /** What every kernel tells. */
    public TcpInfo(
            int rttMicros,
            int rttVarMicros,
            int retransmitsTotal,
            int unacked,
            int lost,
            int sndCwnd) {
        this(
                ESTABLISHED,
                0,
                0,
                rttMicros,
                rttVarMicros,
                retransmitsTotal,
                unacked,
                lost,
                sndCwnd,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD,
                UNTOLD);
    }

    /** The state as ss(8) writes it. */
    public String stateText() {
        return state > 0 && state < STATES.length ? STATES[state] : STATES[0];
    }
}
