package io.faultline.core.tls;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One handshake with an endpoint, within a deadline. On the worker's loop only; garbage once its
 * outcome is known.
 */
public final class ClientHandshake extends WheelTimer implements TlsWire.HandshakeObserver {

    private final Worker worker;
    private final TlsOrigination rules;
    private final Wire below;
    private final EndpointCheck check;
    private final String name;
    private final String deadlineTimer;
    private final TlsOrigination.Outcome outcome;
    private @Nullable TlsWire wire;
    private boolean over;

    ClientHandshake(
            Worker worker,
            TlsOrigination rules,
            Wire below,
            EndpointCheck check,
            String name,
            String deadlineTimer,
            TlsOrigination.Outcome outcome) {
        this.worker = worker;
        this.rules = rules;
        this.below = below;
        this.check = check;
        this.name = name;
        this.deadlineTimer = deadlineTimer;
        this.outcome = outcome;
    }

    void start(long deadlineNanos) {
        TlsEngine engine;
        try {
            engine = rules.engine(name, check);
        } catch (TlsSetupException e) {
            below.reset();
            Fault fault =
                    Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.UPSTREAM_TLS)
                            .with("error", String.valueOf(e.getMessage()));
            worker.execute(() -> failed(fault));
            return;
        }
        worker.timers().set(this, deadlineNanos);
        var secured =
                new TlsWire(worker, below, engine, rules.classifier(below.remoteAddress()), this);
        wire = secured;
        secured.start();
    }

    @Override
    public void onHandshakeDone(TlsWire secured) {
        TlsSession agreed = Sessions.read(secured.engine(), name);
        over = true;
        worker.timers().cancel(this);
        outcome.onSecured(secured, agreed);
    }

    @Override
    public void onHandshakeFailed(TlsWire closed, TlsFailure failure) {
        Fault fault = rules.classifier(closed.remoteAddress()).classify(failure, check.distrust());
        failed(withName(withOffers(fault)));
    }

    private Fault withName(Fault fault) {
        return fault.with("serverName", name);
    }

    private Fault withOffers(Fault fault) {
        FaultCode code = fault.code();
        return code == TlsFault.NO_COMMON_PROTOCOL || code == TlsFault.NO_COMMON_CIPHER
                ? fault.with("ours", rules.offers())
                : fault;
    }

    @Override
    protected void onDeadline(long nowNanos) {
        TlsWire waiting = wire;
        boolean anything = waiting != null && waiting.heardAnything();
        reset();
        failed(
                withName(
                        Fault.of(TlsFault.HANDSHAKE_TIMEOUT, Side.UPSTREAM, Stage.UPSTREAM_TLS)
                                .with("address", below.remoteAddress().toString())
                                .with("received", anything ? "a part of the handshake" : "nothing")
                                .with("timer", deadlineTimer)));
    }

    /** Nobody wants the outcome any more. */
    public void cancel() {
        over = true;
        worker.timers().cancel(this);
        reset();
    }

    private void reset() {
        if (wire != null) {
            wire.reset();
        }
    }

    private void failed(Fault fault) {
        if (!over) {
            over = true;
            worker.timers().cancel(this);
            outcome.onTlsFailed(fault);
        }
    }
}
