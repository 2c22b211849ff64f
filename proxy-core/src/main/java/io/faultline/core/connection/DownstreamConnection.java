package io.faultline.core.connection;

import io.faultline.core.Side;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.gate.Seat;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.access.SessionTimings;
import io.faultline.core.observe.access.TlsFacts;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: the facts about it, its places under the caps, and its one way out. Whatever happens to a
 * connection ends in exactly one of {@link #close} and {@link #ended}.
 *
 * <p>On the worker's loop only.
 */
public final class DownstreamConnection {

    /** Whoever serves the connection: it can be told that it must end now. */
    @FunctionalInterface
    public interface Session {

        /** Ends everything at once, upstream included, for this reason. */
        void cut(Fault reason);

        /** The proxy is leaving: begin nothing new, and end when what is under way has ended. */
        default void drain() {}
    }

    @Nullable DownstreamConnection next;
    @Nullable DownstreamConnection previous;

    private final ListenerScope scope;
    private final long id;
    private Wire wire;
    private final PeerAddress peer;
    private final Timeline timeline;
    private final Seat seat = new Seat();
    private PeerAddress client;
    private @Nullable PeerAddress destination;
    private @Nullable String serverName;
    private @Nullable Session session;
    private @Nullable TlsSession tls;
    private @Nullable TlsFacts tlsFacts; // the same for the access log, where there is one
    private long generation; // of the configuration that serves it, or served it last
    private boolean draining;
    private boolean over;
    private long freeSince;

    public DownstreamConnection(ListenerScope scope, long id, Wire wire, PeerAddress peer) {
        this.scope = scope;
        this.id = id;
        this.wire = wire;
        this.peer = peer;
        this.client = peer;
        this.generation = scope.generation();
        this.timeline = new Timeline(scope.worker().turn());
        freeSince = scope.worker().nanos();
        timeline.begin(Phase.GATE, freeSince);
        scope.metrics().opened();
        scope.live().add(this);
    }

    public ListenerScope scope() {
        return scope;
    }

    public Worker worker() {
        return scope.worker();
    }

    /** Unique while the process lives. */
    public long id() {
        return id;
    }

    public Wire wire() {
        return wire;
    }

    /** The handshake is over: from now on the client is spoken to through this wire. */
    public void secured(Wire overTls, TlsSession agreed) {
        wire = overTls;
        tls = agreed;
        freeSince = timeline.at(Mark.TLS_DONE);
        if (scope.accessLog() != null) {
            tlsFacts = facts(agreed);
        }
    }

    private TlsFacts facts(TlsSession agreed) {
        ClientIdentity identity = agreed.client();
        return new TlsFacts(
                agreed.protocol(),
                agreed.cipher(),
                agreed.application(),
                agreed.resumed(),
                TimeUnit.NANOSECONDS.toMicros(timeline.between(Mark.ADMITTED, Mark.TLS_DONE)),
                identity == null ? null : identity.subject(),
                identity == null ? null : identity.fingerprint());
    }

    /** What TLS agreed on, or null when the client speaks without it, or to somebody behind us. */
    public @Nullable TlsSession tls() {
        return tls;
    }

    /** Who sits at the other end of the socket. */
    public PeerAddress peer() {
        return peer;
    }

    /** Who the client really is: the peer, or whom a trusted peer named. */
    public PeerAddress client() {
        return client;
    }

    /** Where the client connected to: our own address, or the one a trusted peer named. */
    public PeerAddress destination() {
        PeerAddress known = destination;
        if (known == null) {
            known = wire.localAddress(); // asks the kernel, so once
            destination = known;
        }
        return known;
    }

    /** A trusted peer has said who the client is and where it connected to. */
    public void announced(PeerAddress namedClient, PeerAddress namedDestination) {
        client = namedClient;
        destination = namedDestination;
    }

    /** The client's TLS hello asked for this name (SNI); null when it named none. */
    public void askedFor(@Nullable String name) {
        serverName = name;
    }

    public @Nullable String serverName() {
        return serverName;
    }

    /** An exchange begins under this configuration, which may be younger than the connection. */
    public void servedUnder(long generationInForce) {
        generation = generationInForce;
    }

    public Timeline timeline() {
        return timeline;
    }

    /** No request of this client could have been handled before: earlier things were under way. */
    public long freeSince() {
        return freeSince;
    }

    public void freeSince(long nanos) {
        freeSince = nanos;
    }

    public Seat seat() {
        return seat;
    }

    public void servedBy(Session newSession) {
        session = newSession;
        if (draining) { // it was told while somebody else had it
            newSession.drain();
        }
    }

    /** Refuses the client: before a session took over, or when no endpoint could be had. */
    public void refuse(Fault fault) {
        scope.metrics().denied(fault.code());
        close(fault, null, List.of());
    }

    /** The same, with a last word for the client: a TLS alert tells it more than a reset. */
    public void refuse(Fault fault, Chunk lastWord, int from, int to) {
        scope.metrics().denied(fault.code());
        wire.write(lastWord, from, to);
        wire.close();
        ended(new Outcome(null, null, List.of(), fault, Side.PROXY, 0, 0, null));
    }

    /** The same after somebody else has ended the wire, or sees to its end. */
    public void refused(Fault fault) {
        scope.metrics().denied(fault.code());
        ended(new Outcome(null, null, List.of(), fault, Side.PROXY, 0, 0, null));
    }

    /** Closes with a fault that is already in the ledger, after these attempts towards an upstream. */
    public void close(Fault fault, @Nullable String upstream, List<Attempt> attempts) {
        wire.reset();
        Outcome outcome = new Outcome(upstream, null, attempts, fault, Side.PROXY, 0, 0, null);
        ended(outcome);
    }

    /** Ends the session now, whoever serves it. */
    public void cut(Fault reason) {
        Session serving = session;
        if (serving != null) {
            serving.cut(reason);
        } else {
            close(reason, null, List.of());
        }
    }

    /** Lets the session end by itself, and soon. */
    public void drain() {
        draining = true;
        if (session != null) {
            session.drain();
        }
    }

    /** How a session went, as far as only its protocol knows. */
    public record Outcome(
            @Nullable String upstream,
            @Nullable String endpoint,
            List<Attempt> attempts,
            @Nullable Fault fault,
            @Nullable Side closedFirst,
            long bytesUp,
            long bytesDown,
            @Nullable TcpInfo upstreamTcp) {}

    /** The session is over and its wires are closed: writes the record, gives back the places. */
    public void ended(Outcome outcome) {
        ended(outcome, null);
    }

    /** The same with what is known of a request that never became an exchange. */
    public void ended(Outcome outcome, @Nullable HttpFacts refused) {
        leave();
        tell(
                timeline,
                lateness(timeline),
                timeline.reached(Mark.CONNECTED) ? Provenance.NEW : Provenance.NONE,
                outcome,
                refused);
    }

    /** The same for a connection whose exchanges have written records of their own. */
    public void endedAfterExchanges() {
        leave();
    }

    private void leave() {
        assert !over : "a connection ends once";
        over = true;
        timeline.end(worker().nanos());
        seat.leave();
        scope.live().remove(this);
        scope.metrics().closed(timeline.between(Mark.ACCEPTED, Mark.CLOSED));
    }

    /** One exchange on this connection is over: writes its record, where there is a log. */
    public void exchangeEnded(
            Timeline exchange, Provenance provenance, Outcome outcome, HttpFacts facts) {
        tell(exchange, exchange.untilAnswer(), provenance, outcome, facts);
    }

    /** Whether anybody wants the record of an exchange that took so long to be answered, or failed. */
    public boolean wantsRecord(Timeline exchange, @Nullable Fault fault) {
        return scope.accessLog() != null
                || scope.slow().wants(exchange.untilAnswer(), exchange.at(Mark.CLOSED))
                || wantsFailed(fault, exchange);
    }

    private boolean wantsFailed(@Nullable Fault fault, Timeline times) {
        return fault != null && scope.slow().failed().wants(times.at(Mark.CLOSED));
    }

    /** Nobody is late while the client has said nothing: who of the two was to begin is not known. */
    private static long lateness(Timeline session) {
        long silence = session.reached(Mark.CLIENT_FIRST_BYTE) ? 0 : session.spent(Phase.WAIT);
        return session.untilAnswer() - silence;
    }

    private void tell(
            Timeline times,
            long lateNanos,
            Provenance provenance,
            Outcome outcome,
            @Nullable HttpFacts facts) {
        AccessLog log = scope.accessLog();
        boolean slow = scope.slow().wants(lateNanos, times.at(Mark.CLOSED));
        boolean failed = wantsFailed(outcome.fault(), times);
        if (log == null && !slow && !failed) {
            return;
        }
        SessionTimings timings = SessionTimings.of(times, outcome.attempts(), provenance);
        SessionRecord entry = record(times, timings, outcome, facts);
        if (log != null) {
            log.offer(entry);
        }
        if (slow) {
            scope.slow().keep(lateNanos, entry);
        }
        if (failed) {
            scope.slow().failed().keep(entry, times.at(Mark.CLOSED));
        }
    }

    /** A tunnel through this connection is over, and the connection goes on: writes its record. */
    public void tunnelEnded(Timeline tunnel, Outcome outcome) {
        tell(
                tunnel,
                lateness(tunnel),
                tunnel.reached(Mark.CONNECTED) ? Provenance.NEW : Provenance.NONE,
                outcome,
                null);
    }

    private SessionRecord record(
            Timeline times, SessionTimings timings, Outcome outcome, @Nullable HttpFacts facts) {
        long durationMillis = times.between(Mark.ACCEPTED, Mark.CLOSED) / 1_000_000;
        return new SessionRecord(
                id,
                scope.clock().millis() - durationMillis,
                scope.listener(),
                client,
                client == peer ? null : peer,
                serverName,
                tlsFacts == null && tls != null ? facts(tls) : tlsFacts,
                outcome.upstream(),
                outcome.endpoint(),
                outcome.attempts(),
                outcome.fault(),
                outcome.closedFirst(),
                outcome.bytesUp(),
                outcome.bytesDown(),
                timings,
                wire.tcpInfo(),
                outcome.upstreamTcp(),
                facts,
                generation);
    }
}
