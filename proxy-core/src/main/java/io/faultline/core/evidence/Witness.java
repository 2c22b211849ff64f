package io.faultline.core.evidence;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * What was known of one connection at the moment when something failed on it. To be taken before the
 * wire is closed: afterwards the kernel has forgotten what was in flight.
 *
 * @param tcp null where the system does not tell
 * @param waitingBytes what waited in our own memory, because the kernel took no more
 * @param connection what it was: new, or used before, how old; "" where that says nothing
 */
public record Witness(@Nullable TcpInfo tcp, long waitingBytes, String connection) {

    /** Who knows nothing. */
    public static final Witness NONE = new Witness(null, 0, "");

    /** No device that is set up with any care forgets a connection sooner. */
    private static final int FORGOTTEN_AFTER_MILLIS = 15_000;

    private static final String SILENCE = "silence";
    private static final String SUSPECTED = "suspected";

    public static Witness of(Wire wire, String connection) {
        boolean resumed = !connection.isEmpty() && wire.isResumed();
        return new Witness(
                wire.tcpInfo(),
                wire.backlogBytes(),
                resumed ? connection + ", TLS resumed" : connection);
    }

    public Silence silence() {
        return Silence.of(tcp, waitingBytes);
    }

    /** Adds what is known of the connection to a fault that names its cause already. */
    public Fault testify(Fault fault) {
        Fault told = connection.isEmpty() ? fault : fault.with("connection", connection);
        return told.with("tcp", tcpText());
    }

    /** The connection broke by itself, and the errno has named how. */
    public Fault broke(Fault fault) {
        Fault told = testify(fault);
        int quiet = tcp == null ? TcpInfo.UNTOLD : tcp.sinceHeardMillis();
        if (fault.code() == TransportFault.RESET && quiet >= FORGOTTEN_AFTER_MILLIS) {
            return told.with(
                    SUSPECTED,
                    "a device between (NAT, firewall) that forgot the connection: nothing had come for "
                            + quiet
                            + " ms");
        }
        // What the kernel calls ETIMEDOUT on a connection that was there.
        boolean unanswered =
                fault.code() == TransportFault.READ_STALLED
                        || fault.code() == TransportFault.WRITE_STALLED;
        return unanswered ? told.with(SUSPECTED, suspect(Silence.PROBES)) : told;
    }

    String tcpText() {
        return TcpText.of(tcp, waitingBytes);
    }

    // ---- timers that fired: what each of them was waiting for

    /** For an answer to our SYN. */
    public Fault noConnection(Fault timeout) {
        Fault told = testify(timeout);
        return tcp == null ? told : told.with(SILENCE, silence().text());
    }

    /**
     * For the next message of a handshake. That the peer's TLS is silent can only be said where TCP is
     * fine.
     *
     * @param heard whether the peer has said anything at all
     */
    public Fault noHandshake(Fault timeout, boolean heard) {
        Silence silence = silence();
        Fault told = testify(timeout).with(SILENCE, silence.text());
        if (tcp != null && tcp.outOfOrder() > 0) {
            return told.with(
                    SUSPECTED,
                    "an MTU black hole on the way to us: small segments of its answer came, and the"
                            + " large ones before them did not");
        }
        return switch (silence) {
            case LARGE_SEGMENTS ->
                    told.with(
                            SUSPECTED,
                            "an MTU black hole on the way to it: TCP connected with small segments,"
                                    + " and our large ones are lost");
            case PATH, PROBES, WINDOW, KEPT -> onTransport(told);
            case DELIVERED ->
                    heard
                            ? told.with(
                                    SUSPECTED,
                                    "its TLS stopped in the middle, or what it sends is lost on the way"
                                            + " to us (MTU)")
                            : told.with(
                                    SUSPECTED,
                                    "no TLS on this port, or a peer too busy for it: TCP took what we"
                                            + " said, and nobody answered");
            case UNKNOWN, SYN, IN_FLIGHT -> told;
        };
    }

    /**
     * For the head of an answer. The application can be called silent only where it has got the
     * request: else the path is to blame, or that it does not read.
     */
    public Fault noAnswer(Fault timeout) {
        Silence silence = silence();
        Fault told = testify(timeout);
        if (silence == Silence.DELIVERED) {
            return told.with(
                    SILENCE, "delivered: the request was acknowledged, the application is silent");
        }
        told = told.with(SILENCE, silence.text());
        return silence.isUndelivered() ? onTransport(told) : told;
    }

    /** For bytes to move, in either direction: the fault is right, and this says whose it is. */
    public Fault stalled(Fault stall) {
        Silence silence = silence();
        boolean waitsForPeer = stall.code() == TransportFault.READ_STALLED;
        String text =
                waitsForPeer && silence == Silence.DELIVERED
                        ? "delivered: all we sent was acknowledged; it is silent, or what it sends is"
                                + " lost on the way"
                        : silence.text();
        Fault told = testify(ours(stall)).with(SILENCE, text);
        return isInferred() ? told.with(SUSPECTED, suspect(silence)) : told;
    }

    /**
     * For anything at all: a connection that does nothing is idle. Null where it is not, because bytes
     * of ours wait for a peer that does not take them.
     *
     * @param peer whose connection it is
     */
    public @Nullable Fault notIdle(Fault idle, Side peer) {
        Silence silence = silence();
        if (!silence.isUndelivered()) {
            return null;
        }
        Fault told =
                new Fault(TransportFault.WRITE_STALLED, peer, idle.stage(), idle.evidence())
                        .with("seen_as", idle.code().id());
        return stalled(told);
    }

    /** It is not what the timer was named after: the layer below has not delivered. */
    private Fault onTransport(Fault told) {
        Silence silence = silence();
        Stage stage = told.stage() == Stage.RESPONSE ? Stage.REQUEST : told.stage();
        Fault fault =
                new Fault(TransportFault.WRITE_STALLED, told.side(), stage, told.evidence())
                        .with("seen_as", told.code().id());
        return isInferred() ? ours(fault).with(SUSPECTED, suspect(silence)) : fault;
    }

    /** What our own host keeps back is nobody else's fault. */
    private Fault ours(Fault fault) {
        return silence() == Silence.KEPT
                ? new Fault(fault.code(), Side.PROXY, fault.stage(), fault.evidence())
                : fault;
    }

    /** Why it is so, the kernel does not tell. */
    private boolean isInferred() {
        Silence silence = silence();
        return silence.isLost() || silence == Silence.KEPT;
    }

    private String suspect(Silence silence) {
        return switch (silence) {
            case LARGE_SEGMENTS ->
                    // Of what is in flight, the kernel counts as lost what nobody acknowledged
                    // (SACK).
                    tcp != null && tcp.lost() < tcp.unacked()
                            ? "an MTU black hole: small segments arrive, and large ones do not"
                            : "the path, or an MTU black hole: what is lost are large segments";
            case KEPT ->
                    "a packet filter, shaping or a full queue of our own host (nft list ruleset)";
            case PROBES -> "the host is gone, or a device between has forgotten the connection";
            default ->
                    "the path: loss, a route that is gone, or a device that drops the connection";
        };
    }
}
