package io.faultline.l4;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.evidence.Stillness;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.relay.ByteRelay;
import io.faultline.core.timing.Mark;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.ClientPreamble;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's TCP session, in this order: pick and connect, tell the endpoint who the client is, relay
 * until both sides have ended or a limit is reached, write the record.
 *
 * <p>The session is its own timer: it looks whether bytes still move. On the worker's loop only.
 */
final class TcpSession extends WheelTimer
        implements DownstreamConnection.Session, UpstreamConnector.Outcome, ByteRelay.Observer {

    /** Most sessions are over by then; the others are worth the calls that set keep-alive. */
    private static final long FIRST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final DownstreamConnection downstream;
    private final WorkerUpstream upstream;
    private final SessionLimits limits;

    private @Nullable UpstreamConnector connector; // until it has found an endpoint
    private List<Attempt> attempts = List.of();
    private @Nullable Endpoint endpoint;
    private @Nullable Wire upstreamWire;
    private @Nullable ByteRelay relay;
    private boolean lookedAt;

    TcpSession(DownstreamConnection downstream, WorkerUpstream upstream, SessionLimits limits) {
        this.downstream = downstream;
        this.upstream = upstream;
        this.limits = limits;
    }

    // ---- pick and connect

    void start() {
        downstream.servedBy(this);
        var search =
                new UpstreamConnector(
                        upstream,
                        new PickContext(downstream.client().sourceHash()),
                        downstream.timeline(),
                        downstream.id(),
                        this);
        connector = search;
        search.start();
    }

    @Override
    public void onNoUpstream(Fault fault) {
        downstream.close(fault, upstream.name(), takeAttempts());
        countTime();
    }

    // ---- relay

    @Override
    public void onTcpConnected(Wire wire) {
        ClientPreamble.send(upstream.preamble(), downstream, wire);
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint picked) {
        attempts = takeAttempts();
        endpoint = picked;
        upstreamWire = wire;
        var newRelay =
                new ByteRelay(
                        downstream.wire(),
                        wire,
                        upstream.worker().ticker(),
                        downstream.timeline(),
                        this);
        relay = newRelay;
        newRelay.start();
        long now = upstream.worker().nanos();
        upstream.worker()
                .timers()
                .set(this, now + Math.min(FIRST_LOOK_NANOS, nanosLeft(newRelay, now)));
    }

    @Override
    public void onRelayed(Side from, int bytes) {
        if (from == Side.CLIENT) {
            downstream.scope().metrics().bytesUp(bytes);
            upstream.metrics().bytesUp(bytes);
        } else {
            downstream.scope().metrics().bytesDown(bytes);
            upstream.metrics().bytesDown(bytes);
        }
    }

    // ---- the limits

    @Override
    public void onHalfClosed() {
        long now = upstream.worker().nanos();
        upstream.worker().timers().set(this, now + nanosLeft(relay(), now)); // a shorter one begins
    }

    @Override
    protected void onDeadline(long nowNanos) {
        ByteRelay running = relay();
        if (!lookedAt) {
            lookedAt = true;
            downstream.wire().probeWhenIdle();
            wire().probeWhenIdle();
        }
        long left = nanosLeft(running, nowNanos);
        if (left > 0) {
            upstream.worker().timers().set(this, nowNanos + left);
            return;
        }
        cut(upstream.proven(limitReached(running, nowNanos), picked()));
    }

    private long nanosLeft(ByteRelay running, long now) {
        long quiet = now - running.lastMoveNanos();
        long untilIdle =
                (running.isHalfClosed() ? limits.halfCloseNanos() : limits.idleNanos()) - quiet;
        return Math.min(untilIdle, limits.maxAgeNanos() - age(now));
    }

    private long age(long now) {
        return now - downstream.timeline().at(Mark.ACCEPTED);
    }

    private Fault limitReached(ByteRelay running, long now) {
        if (age(now) >= limits.maxAgeNanos()) {
            return Fault.of(SessionFault.SESSION_EXPIRED, Side.PROXY, Stage.RELAY)
                    .with("timer", limits.maxAge());
        }
        Fault idle =
                Fault.of(TransportFault.IDLE_TIMEOUT, Side.PROXY, Stage.RELAY)
                        .with("timer", running.isHalfClosed() ? limits.halfClose() : limits.idle());
        return Stillness.judge(idle, downstream.wire(), wire());
    }

    // ---- the end

    @Override
    public void onRelayEnded() {
        ended(null, relay().endedFirst());
    }

    @Override
    public void onRelayBroken(Side side, int errno) {
        Wire broken = side == Side.CLIENT ? downstream.wire() : wire();
        Fault known = broken.whyBroken();
        Fault fault =
                known != null
                        ? known
                        : FaultClassifier.ofErrno(errno, Stage.RELAY, side, broken.remoteAddress());
        Fault proven = upstream.proven(Witness.of(broken, age(side)).broke(fault), picked());
        record(proven);
        ended(proven, relay().endedFirst());
    }

    private String age(Side side) {
        Mark born = side == Side.CLIENT ? Mark.ACCEPTED : Mark.CONNECTED;
        long nanos = upstream.worker().nanos() - downstream.timeline().at(born);
        return "new: " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms old";
    }

    @Override
    public void cut(Fault reason) {
        record(reason);
        if (relay == null) {
            connector().cancel();
            downstream.close(reason, upstream.name(), connector().attempts());
            countTime();
            return;
        }
        relay.cut();
        ended(reason, Side.PROXY);
    }

    private void record(Fault fault) {
        Endpoint served = endpoint;
        if (served != null) {
            served.exchangeFailed(fault);
        }
        upstream.faults()
                .record(
                        fault,
                        upstream.faultScope(),
                        served == null ? null : served.name(),
                        downstream.id());
    }

    private void ended(@Nullable Fault fault, @Nullable Side closedFirst) {
        upstream.worker().timers().cancel(this);
        Endpoint served = picked();
        served.release();
        if (fault == null) {
            served.answered();
        }
        downstream.timeline().servedBy(served.dnsAnswer() != 0, upstream.tls() != null);
        boolean logged = downstream.scope().accessLog() != null;
        TcpInfo upstreamTcp = logged ? wire().tcpInfo() : null;
        downstream.ended(
                new Outcome(
                        upstream.name(),
                        served.name(),
                        attempts,
                        fault,
                        closedFirst,
                        relay().bytesUp(),
                        relay().bytesDown(),
                        upstreamTcp));
        countTime();
    }

    private void countTime() {
        downstream.scope().metrics().spent(downstream.timeline());
        upstream.metrics().spent(downstream.timeline());
    }

    private List<Attempt> takeAttempts() {
        List<Attempt> made = connector().attempts();
        connector = null; // it is garbage from here on
        return made;
    }

    private UpstreamConnector connector() {
        UpstreamConnector searching = connector;
        assert searching != null : "the search is over";
        return searching;
    }

    private ByteRelay relay() {
        ByteRelay running = relay;
        assert running != null : "no endpoint yet";
        return running;
    }

    private Endpoint picked() {
        Endpoint served = endpoint;
        assert served != null : "no endpoint yet";
        return served;
    }

    private Wire wire() {
        Wire connected = upstreamWire;
        assert connected != null : "no endpoint yet";
        return connected;
    }
}
