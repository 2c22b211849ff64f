package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.evidence.Stillness;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.relay.ByteRelay;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.PooledUpstream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an exchange after 101: opaque bytes both ways, until both sides have ended or nothing
 * has moved for too long. On the worker's loop only.
 */
final class Tunnel extends WheelTimer implements DownstreamConnection.Session, ByteRelay.Observer {

    private final ClientStream client;
    private final DownstreamConnection downstream;
    private final Wire upstreamWire;
    private final WorkerUpstream upstream;
    private final HttpPool pool;
    private final Endpoint endpoint;
    private final Timer idle;
    private final boolean isWebSocket;
    private @Nullable Wire clientWire;
    private @Nullable ByteRelay relay;
    private boolean over;

    Tunnel(
            ClientStream client,
            Wire upstreamWire,
            PooledUpstream upstream,
            Endpoint endpoint,
            Timer idle) {
        this.client = client;
        this.downstream = client.connection();
        this.upstreamWire = upstreamWire;
        this.upstream = upstream.upstream();
        this.pool = upstream.pool();
        this.endpoint = endpoint;
        this.idle = idle;
        this.isWebSocket = GoingAway.isMeantFor(client.request());
    }

    /** Both wires are silent; bytes that came behind the heads are still given back to them. */
    void begin(Wire downstreamWire) {
        clientWire = downstreamWire;
        upstream.worker().execute(() -> relay(downstreamWire));
    }

    private void relay(Wire downstreamWire) {
        if (over) {
            return;
        }
        var newRelay =
                new ByteRelay(
                        downstreamWire,
                        upstreamWire,
                        upstream.worker().ticker(),
                        client.tunnelTimeline(),
                        this);
        relay = newRelay;
        if (!downstreamWire.isOpen() || !upstreamWire.isOpen()) {
            newRelay.cut();
            onRelayBroken(downstreamWire.isOpen() ? Side.UPSTREAM : Side.CLIENT, Errno.ECONNRESET);
            return;
        }
        downstreamWire.probeWhenIdle();
        upstreamWire.probeWhenIdle();
        newRelay.start();
        upstream.worker().timers().set(this, upstream.worker().nanos() + idle.nanos());
    }

    @Override
    public void onRelayed(Side from, int bytes) {
        if (from == Side.CLIENT) {
            if (!client.countsBytesUp()) {
                downstream.scope().metrics().bytesUp(bytes);
            }
            upstream.metrics().bytesUp(bytes);
        } else {
            downstream.scope().metrics().bytesDown(bytes);
            upstream.metrics().bytesDown(bytes);
        }
    }

    @Override
    public void onHalfClosed() {}

    @Override
    protected void onDeadline(long nowNanos) {
        ByteRelay running = relay;
        assert running != null;
        long left = running.lastMoveNanos() + idle.nanos() - nowNanos;
        if (left > 0) {
            upstream.worker().timers().set(this, nowNanos + left);
            return;
        }
        Fault nothingMoved =
                Fault.of(TransportFault.IDLE_TIMEOUT, Side.PROXY, Stage.RELAY)
                        .with("timer", idle.text());
        cut(
                upstream.proven(
                        Stillness.judge(
                                nothingMoved, Objects.requireNonNull(clientWire), upstreamWire),
                        endpoint));
    }

    @Override
    public void onRelayEnded() {
        ended(null);
    }

    @Override
    public void onRelayBroken(Side side, int errno) {
        Wire broken = side == Side.CLIENT ? clientWire : upstreamWire;
        assert broken != null;
        Fault known = broken.whyBroken();
        Fault seen =
                known != null
                        ? known
                        : FaultClassifier.ofErrno(errno, Stage.RELAY, side, broken.remoteAddress());
        Fault fault = upstream.proven(Witness.of(broken, "").broke(seen), endpoint);
        record(fault);
        ended(fault);
    }

    @Override
    public void cut(Fault reason) {
        record(reason);
        if (isWebSocket && reason.code() == SessionFault.DRAINING && clientWire != null) {
            GoingAway.say(clientWire);
        }
        if (relay != null) {
            relay.cut();
        } else {
            if (clientWire != null) {
                clientWire.reset();
            }
            upstreamWire.reset();
        }
        ended(reason);
    }

    private void record(Fault fault) {
        upstream.faults().record(fault, upstream.faultScope(), endpoint.name(), downstream.id());
    }

    private void ended(@Nullable Fault fault) {
        over = true;
        upstream.worker().timers().cancel(this);
        endpoint.release();
        pool.closed();
        ByteRelay done = relay;
        client.tunnelEnded(
                new Outcome(
                        upstream.name(),
                        endpoint.name(),
                        List.of(),
                        fault,
                        done == null ? Side.PROXY : done.endedFirst(),
                        done == null ? 0 : done.bytesUp(),
                        done == null ? 0 : done.bytesDown(),
                        null));
    }
}
