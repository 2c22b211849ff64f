package io.faultline.core.upstream.health;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.HealthVerdict;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one endpoint, one after the other. Control thread only, except {@link #state}.
 *
 * <p>At any moment exactly one thing is pending: a timer, a place in the line for a slot, or a probe.
 * {@link #close} ends whichever it is.
 */
final class EndpointCheck {

    private final Endpoint endpoint;
    private final InetSocketAddress target;
    private final CheckPlan plan;
    private final HealthChecker owner;
    private final Tally tally;
    private final Runnable onSlot = this::probe;
    private volatile CheckState state;
    private @Nullable Future<?> timer;
    private Prober.@Nullable Probe probe;
    private boolean underWay;
    private boolean first = true;
    private boolean closed;
    private long startedNanos;
    private long connectsBefore;

    EndpointCheck(Endpoint endpoint, CheckPlan plan, HealthVerdict verdict, HealthChecker owner) {
        this.endpoint = endpoint;
        this.target = plan.target(endpoint.address());
        this.plan = plan;
        this.owner = owner;
        this.tally = plan.newTally(verdict);
        this.state = CheckState.unchecked(verdict);
        this.connectsBefore = endpoint.connects();
    }

    /** Any thread. */
    CheckState state() {
        return state;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void start(long delayNanos) {
        timer =
                owner.control()
                        .schedule(
                                () -> owner.slots().take(onSlot),
                                Math.max(0, delayNanos),
                                TimeUnit.NANOSECONDS);
    }

    void close() {
        closed = true;
        endpoint.contradictionIs(null);
        if (timer != null) {
            timer.cancel(false);
        }
        owner.slots().forget(onSlot);
        if (underWay) {
            underWay = false;
            if (probe != null) {
                probe.cancel();
            }
            owner.slots().release();
        }
    }

    private void probe() {
        underWay = true;
        startedNanos = owner.ticker().nanos();
        try {
            Prober.Probe begun = plan.prober().begin(target, endpoint.hostname(), this::ended);
            probe = underWay ? begun : null; // it may have ended already
        } catch (RuntimeException | LinkageError bug) { // ours, and no reason to stop checking
            Fault fault = Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.CONNECT);
            ended(new Prober.Outcome(fault.with("error", bug.toString()), 0));
        }
    }

    private void ended(Prober.Outcome outcome) {
        if (!underWay) {
            return;
        }
        underWay = false;
        probe = null;
        try {
            judge(outcome);
        } finally { // a listener that throws must not end the checks
            if (!closed) {
                long dueNanos = startedNanos + plan.pauseNanos(first);
                first = false;
                start(dueNanos - owner.ticker().nanos());
            }
            owner.slots().release();
        }
    }

    private void compareWithTraffic(boolean passed) {
        Contradiction before = endpoint.contradiction();
        Contradiction now =
                Contradiction.between(endpoint, passed, plan.prober().reaches(), connectsBefore);
        connectsBefore = endpoint.connects();
        endpoint.contradictionIs(now);
        if (kind(before) != kind(now)) {
            owner.contradicts(endpoint, now);
        }
    }

    private static Contradiction.@Nullable Kind kind(@Nullable Contradiction contradiction) {
        return contradiction == null ? null : contradiction.kind();
    }

    private void judge(Prober.Outcome outcome) {
        HealthVerdict before = tally.verdict();
        Fault fault = outcome.fault();
        if (!outcome.inconclusive()) {
            tally.add(fault == null);
            if (fault != null) {
                endpoint.checkFailed(fault);
            }
            compareWithTraffic(fault == null);
        }
        state = state.after(outcome, tally);
        owner.judged(this, outcome, before);
    }
}
