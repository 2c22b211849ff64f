package io.faultline.core.listen;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.gate.Verdict;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.tls.TlsTermination;
import io.faultline.core.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * READ ME FIRST. The way of every connection, from the kernel's hand to the protocol that serves it:
 *
 * <pre>
 *   accepted -> gates (firewall, caps) -> PROXY preamble -> gates again -> TLS -> protocol
 * </pre>
 *
 * <p>One per listener, worker and configuration, on that worker's loop only; a {@link Door} stands in
 * front of it. From {@link ConnectionProtocol#serve} on
 * the connection belongs to the protocol: {@code TcpProtocol} in l4 is the simplest one to read next.
 */
public final class ConnectionIntake implements ProxyPreamble.Outcome, TlsTermination.Outcome {

    private final ListenerScope scope;
    private final PreambleLimits preamble;
    private final @Nullable TlsTermination tls;
    private final ConnectionProtocol protocol;
    private final HostWatch host;

    /** @param tls null where the listener passes on whatever comes */
    public ConnectionIntake(
            ListenerScope scope,
            PreambleLimits preamble,
            @Nullable TlsTermination tls,
            ConnectionProtocol protocol,
            HostWatch host) {
        this.scope = scope;
        this.preamble = preamble;
        this.tls = tls;
        this.protocol = protocol;
        this.host = host;
    }

    void onAccepted(Wire wire, PeerAddress peer, long id) {
        var connection = new DownstreamConnection(scope, id, wire, peer);
        ConnectionGate gate = scope.gate();
        if (refused(connection, gate.admit(peer, connection.seat()))) {
            return;
        }
        if (gate.expectsHeaderFrom(peer)) {
            new ProxyPreamble(connection, preamble, this).start();
        } else {
            serve(connection);
        }
    }

    /** The peer has told who the client is, or that it speaks for itself. */
    @Override
    public void onAnnounced(DownstreamConnection connection) {
        // The firewall runs again: PROXY protocol has just changed who the client is.
        Verdict verdict = scope.gate().admitAnnounced(connection.client(), connection.seat());
        if (!refused(connection, verdict)) {
            serve(connection);
        }
    }

    @Override
    public void onPreambleFailed(DownstreamConnection connection, Fault fault) {
        refuse(connection, fault);
    }

    private boolean refused(DownstreamConnection connection, Verdict verdict) {
        if (!(verdict instanceof Verdict.Refusal refusal)) {
            return false;
        }
        refuse(connection, refusal.fault());
        return true;
    }

    private void refuse(DownstreamConnection connection, Fault fault) {
        scope.faults().record(fault, scope.faultScope(), null, connection.id());
        connection.refuse(fault);
    }

    private void serve(DownstreamConnection connection) {
        long now = scope.worker().nanos();
        connection.timeline().mark(Mark.ADMITTED, now);
        connection.timeline().enter(Phase.CLIENT, now);
        if (tls == null) {
            protocol.serve(connection);
        } else {
            tls.begin(connection, this);
        }
    }

    @Override
    public void onSecured(DownstreamConnection connection) {
        protocol.serve(connection);
    }

    @Override
    public void onTlsFailed(DownstreamConnection connection, Fault fault) {
        scope.faults().record(fault, scope.faultScope(), null, connection.id());
        connection.refused(fault);
    }

    void onAcceptFailed(int errno) {
        Fault fault = FaultClassifier.ofErrno(errno, Stage.ACCEPT, Side.PROXY, null);
        scope.faults().record(host.proveAccept(fault), scope.faultScope(), null, 0);
    }

    /** New connections go to another intake from now on; those that are open may follow. */
    void succeededBy(ConnectionIntake next) {
        if (!protocol.succeededBy(next.protocol)) {
            ListenerScope mine = scope;
            mine.live().forEach(each -> drainIfMine(each, mine.listener()));
        }
    }

    private static void drainIfMine(DownstreamConnection connection, String listener) {
        if (connection.scope().listener().equals(listener)) {
            connection.drain();
        }
    }
}
