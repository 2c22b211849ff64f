package io.faultline.core.gate;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;

/**
 * The only owner of the order in which a listener's gates are asked:
 *
 * <ol>
 *   <li>accept: the firewall, about the peer of the socket; then the process cap and the listener cap
 *   <li>a peer that speaks for others sends its PROXY header
 *   <li>client known: the firewall again, about whom the header named; then the per-client cap
 * </ol>
 *
 * <p>The firewall goes first because a denied client must not take a place from an allowed one, not
 * even for a moment. The per-client cap goes last because before the header all clients of a balancer
 * in front of us look like one. Immutable: workers share one, and a reload swaps it.
 */
public final class ConnectionGate {

    private final Firewall firewall;
    private final PrefixTable headerSources;
    private final ConnectionCaps caps;

    /**
     * @param headerSources peers whose connections begin with a PROXY header, empty where none do
     */
    public ConnectionGate(Firewall firewall, PrefixTable headerSources, ConnectionCaps caps) {
        this.firewall = firewall;
        this.headerSources = headerSources;
        this.caps = caps;
    }

    /** Whether this peer speaks for others. From all other peers a PROXY header is just data. */
    public boolean expectsHeaderFrom(PeerAddress peer) {
        return headerSources.contains(peer);
    }

    /** Just accepted. A peer that sends no header is the client itself and is asked everything here. */
    public Verdict admit(PeerAddress peer, Seat seat) {
        Verdict verdict = firewall.judge(peer);
        if (verdict == Verdict.PASS) {
            verdict = seat.take(caps);
        }
        if (verdict == Verdict.PASS && !expectsHeaderFrom(peer)) {
            verdict = seat.takeFor(peer, caps);
        }
        return leaveUnlessPassed(verdict, seat);
    }

    /**
     * The PROXY header has been read. Where it named nobody ({@code LOCAL}, {@code UNKNOWN}) the peer is
     * the client: whoever cannot be told apart is one.
     */
    public Verdict admitAnnounced(PeerAddress client, Seat seat) {
        // The firewall runs again: the header has just changed who the client is.
        Verdict verdict = firewall.judge(client);
        if (verdict == Verdict.PASS) {
            verdict = seat.takeFor(client, caps);
        }
        return leaveUnlessPassed(verdict, seat);
    }

    // A refused connection takes a moment to say goodbye; its places are free at once.
    private static Verdict leaveUnlessPassed(Verdict verdict, Seat seat) {
        if (verdict != Verdict.PASS) {
            seat.leave();
        }
        return verdict;
    }

    public ConnectionCaps caps() {
        return caps;
    }
}
