package io.faultline.core.upstream.connect;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.evidence.Refusal;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.tls.ClientHandshake;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets one session its connection to an endpoint: pick, connect, and when that fails on to another
 * endpoint, within the configured attempts and the total budget.
 *
 * <p>A connect that failed has delivered nothing, so trying another endpoint is always safe; faults of
 * our own side (no ports, no descriptors) would fail there as well and end the search.
 *
 * <p>On the worker's loop only. Garbage once its outcome is known.
 */
public final class UpstreamConnector extends WheelTimer
        implements ConnectObserver, TlsOrigination.Outcome {

    /** Hears how the search ended: exactly one of the two, unless it was cancelled. */
    public interface Outcome {

        /** A connection to this endpoint is begun. */
        default void onAttempt(Endpoint endpoint) {}

        /** That one failed; there may be another one. */
        default void onAttemptFailed(Endpoint endpoint, Fault fault) {}

        /** TCP is there. What must be said before TLS begins is said now. */
        default void onTcpConnected(Wire wire) {}

        /** The endpoint is {@linkplain Endpoint#acquire acquired}: whoever gets it releases it. */
        void onUpstreamConnected(Wire wire, Endpoint endpoint);

        void onNoUpstream(Fault fault);
    }

    private final WorkerUpstream upstream;
    private final PickContext context;
    private final Timeline timeline;
    private final long connectionId;
    private final Outcome outcome;

    private long startNanos;
    private long attemptNanos;
    private int attemptCount;
    private boolean cutShort; // the budget ended before the connect's own timeout
    private boolean expired; // and so did the patience of who searches
    private List<Attempt> attempts = List.of();
    private @Nullable Endpoint endpoint;
    private @Nullable Wire wire;
    private @Nullable ClientHandshake handshake;
    private @Nullable String application;
    private boolean resumed;

    public UpstreamConnector(
            WorkerUpstream upstream,
            PickContext context,
            Timeline timeline,
            long connectionId,
            Outcome outcome) {
        this.upstream = upstream;
        this.context = context;
        this.timeline = timeline;
        this.connectionId = connectionId;
        this.outcome = outcome;
    }

    public void start() {
        startAt(upstream.picker().pick(context));
    }

    /** For who has picked already; null where nobody could be picked. */
    public void startAt(@Nullable Endpoint picked) {
        startNanos = upstream.worker().nanos();
        attempt(picked, null);
    }

    private void attempt(@Nullable Endpoint picked, @Nullable Fault before) {
        attemptNanos = upstream.worker().nanos();
        timeline.mark(Mark.PICKED, attemptNanos);
        timeline.enter(Phase.CONNECT, attemptNanos);
        if (picked == null) {
            noneToPick(before);
            return;
        }
        if (before != null && context.wasTried(picked)) {
            outcome.onNoUpstream(before); // there is no other endpoint: its last word stands
            return;
        }
        attemptCount++;
        endpoint = picked;
        picked.acquire();
        outcome.onAttempt(picked);
        wire =
                upstream.worker()
                        .transport()
                        .connect(picked.peer(), upstream.policy().source(), this);
        upstream.worker().timers().set(this, attemptDeadline());
    }

    private void noneToPick(@Nullable Fault before) {
        if (before != null) {
            outcome.onNoUpstream(before);
            return;
        }
        Fault none = upstream.picker().cluster().whyNone();
        upstream.faults().record(none, upstream.faultScope(), null, connectionId);
        outcome.onNoUpstream(none);
    }

    private long attemptDeadline() {
        return Math.min(attemptNanos + upstream.policy().timeoutNanos(), budgetEnd());
    }

    private long budgetEnd() {
        return startNanos + upstream.policy().budgetNanos();
    }

    @Override
    public void onConnected(Wire connected) {
        upstream.worker().timers().cancel(this);
        long now = upstream.worker().nanos();
        timeline.mark(Mark.CONNECTED, now);
        upstream.metrics().connected(now - attemptNanos);
        outcome.onTcpConnected(connected);
        TlsOrigination tls = upstream.tls();
        timeline.enter(tls == null ? Phase.WORK : Phase.TLS, now);
        if (tls == null) {
            succeeded(connected, now);
        } else {
            shakeHands(tls, connected, now);
        }
    }

    private void shakeHands(TlsOrigination tls, Wire connected, long now) {
        long own = now + tls.timeoutNanos();
        cutShort = budgetEnd() - own < 0;
        handshake =
                tls.begin(
                        upstream.worker(),
                        connected,
                        Purpose.TRAFFIC,
                        endpoint().hostname(),
                        cutShort ? budgetEnd() : own,
                        cutShort ? upstream.policy().budget() : tls.timer(),
                        this);
    }

    @Override
    public void onSecured(TlsWire secured, TlsSession agreed) {
        cutShort = false;
        application = agreed.application();
        resumed = agreed.resumed();
        long now = upstream.worker().nanos();
        timeline.mark(Mark.UPSTREAM_TLS_DONE, now);
        timeline.enter(Phase.WORK, now);
        timeline.tlsResumed(agreed.resumed());
        succeeded(secured, now);
    }

    @Override
    public void onTlsFailed(Fault fault) {
        // A budget that ran out is told as a timeout; whatever else failed had its time.
        cutShort = cutShort && fault.timer() != null;
        failed(fault);
    }

    private void succeeded(Wire usable, long now) {
        Endpoint served = endpoint();
        served.connectSucceeded();
        note(served, now, null);
        outcome.onUpstreamConnected(usable, served);
    }

    @Override
    public void onConnectFailed(Wire failed, int errno) {
        upstream.worker().timers().cancel(this);
        failed(Refusal.of(failed, errno));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Wire hanging = wire;
        assert hanging != null;
        Witness witness = Witness.of(hanging, "");
        hanging.close();
        cutShort = nowNanos - attemptNanos < upstream.policy().timeoutNanos();
        Fault timeout =
                Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT)
                        .with("address", hanging.remoteAddress().toString())
                        .with(
                                "timer",
                                cutShort
                                        ? upstream.policy().budget()
                                        : upstream.policy().timeout());
        failed(witness.noConnection(timeout));
    }

    private void failed(Fault seen) {
        Endpoint tried = endpoint();
        String count = attemptCount + " of " + upstream.policy().attempts();
        Fault fault = upstream.proven(seen.with("attempt", count), tried);
        long now = upstream.worker().nanos();
        timeline.enter(Phase.WORK, now);
        tried.release();
        if (!cutShort) {
            tried.connectFailed(fault); // else it had less time than it was promised: not its fault
        }
        context.tried(tried);
        upstream.metrics().connectFailed(fault.code());
        upstream.faults().record(fault, upstream.faultScope(), tried.name(), connectionId);
        note(tried, now, fault);
        endpoint = null;
        wire = null;
        handshake = null;
        outcome.onAttemptFailed(tried, fault);
        boolean more =
                !expired
                        && fault.mayGoElsewhere()
                        && attemptCount < upstream.policy().attempts()
                        && now - budgetEnd() < 0;
        if (more) {
            attempt(upstream.picker().pick(context), fault);
        } else {
            outcome.onNoUpstream(fault);
        }
    }

    private void note(Endpoint tried, long now, @Nullable Fault fault) {
        var attempt =
                new Attempt(
                        tried.name(),
                        TimeUnit.NANOSECONDS.toMicros(attemptNanos - timeline.at(Mark.ACCEPTED)),
                        TimeUnit.NANOSECONDS.toMicros(now - attemptNanos),
                        fault);
        if (attempts.isEmpty()) {
            attempts = List.of(attempt);
        } else {
            attempts = new ArrayList<>(attempts);
            attempts.add(attempt);
        }
    }

    /** What the endpoint chose to speak inside TLS (ALPN); null where it said nothing. */
    public @Nullable String application() {
        return application;
    }

    /** The endpoint took a session of an earlier connection up again, and showed no certificate. */
    public boolean isResumed() {
        return resumed;
    }

    /** Every try so far, the one that served last. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /**
     * A deadline of the caller's own has passed: ends the search as its own timers would. The endpoint
     * had less time than it was promised, so this does not count against it.
     *
     * @param timer which one, for the evidence
     */
    public void expire(String timer) {
        expired = true;
        cutShort = true;
        upstream.worker().timers().cancel(this);
        Wire hanging = wire;
        ClientHandshake shaking = handshake;
        assert hanging != null : "no attempt is under way";
        Witness witness = Witness.of(hanging, "");
        if (shaking != null) {
            failed(shaking.expire(timer));
            return;
        }
        hanging.close();
        Fault timeout =
                Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT)
                        .with("address", hanging.remoteAddress().toString())
                        .with("timer", timer);
        failed(witness.noConnection(timeout));
    }

    /** The session is over before the search is. No outcome comes any more. */
    public void cancel() {
        upstream.worker().timers().cancel(this);
        if (handshake != null) {
            handshake.cancel();
        } else if (wire != null) {
            wire.close();
        }
        if (endpoint != null) {
            endpoint.release();
        }
    }

    private Endpoint endpoint() {
        Endpoint current = endpoint;
        assert current != null : "no attempt is under way";
        return current;
    }
}
