package io.faultline.core.tls;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.wire.HandshakeObserver;
import io.faultline.core.tls.wire.TlsClassifier;
import io.faultline.core.tls.wire.TlsFailure;
import io.faultline.core.tls.wire.TlsHandshake;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One handshake with an endpoint, within a deadline. On the worker's loop only; garbage once its
 * outcome is known.
 */
public final class ClientHandshake extends WheelTimer implements HandshakeObserver {

    /** RFC 8446 6.2: the alert of those who do not want to say what they did not like. */
    private static final String HANDSHAKE_FAILURE = "40";

    private final Worker worker;
    private final Wire below;
    private final EndpointCheck check;
    private final TlsClassifier classifier;
    private final String name;
    private final String offers;
    private final Applications applications;
    private final boolean resumes;
    private final String deadlineTimer;
    private final TlsOrigination.Outcome outcome;
    private @Nullable TlsHandshake handshake;
    private boolean over;

    ClientHandshake(
            Worker worker,
            Wire below,
            EndpointCheck check,
            TlsClassifier classifier,
            String name,
            String offers,
            Applications applications,
            boolean resumes,
            String deadlineTimer,
            TlsOrigination.Outcome outcome) {
        this.worker = worker;
        this.below = below;
        this.check = check;
        this.classifier = classifier;
        this.name = name;
        this.offers = offers;
        this.applications = applications;
        this.resumes = resumes;
        this.deadlineTimer = deadlineTimer;
        this.outcome = outcome;
    }

    void start(OriginMaterial material, long deadlineNanos) {
        TlsEngine engine;
        try {
            engine = material.engine(name, check, applications);
            if (resumes) {
                engine.resumable(below.remoteAddress() + " " + name, worker.nanos());
            }
        } catch (TlsSetupException e) {
            below.reset();
            Fault fault =
                    Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.UPSTREAM_TLS)
                            .with("error", String.valueOf(e.getMessage()));
            worker.execute(() -> failed(fault));
            return;
        }
        worker.timers().set(this, deadlineNanos);
        var begun = new TlsHandshake(worker, below, engine, classifier, this);
        handshake = begun;
        begun.start();
    }

    @Override
    public void onHandshakeDone(TlsWire secured) {
        TlsSession agreed = secured.session(name);
        secured.resumed(agreed.resumed());
        if (!applications.accept(agreed.application())) {
            secured.close();
            failed(withName(mismatch(agreed.application())));
            return;
        }
        over = true;
        worker.timers().cancel(this);
        outcome.onSecured(secured, agreed);
    }

    @Override
    public void onHandshakeFailed(TlsFailure failure) {
        Fault fault = classifier.classify(failure, check.distrust());
        boolean onTransport = fault.code() instanceof TransportFault;
        failed(withName(onTransport ? Witness.of(below, "").testify(fault) : withOffers(fault)));
    }

    private Fault mismatch(@Nullable String chosen) {
        return Fault.of(TlsFault.ALPN_MISMATCH, Side.UPSTREAM, Stage.UPSTREAM_TLS)
                .with("address", below.remoteAddress().toString())
                .with("offered", applications.toString())
                .with("chosen", chosen == null ? "nothing: the endpoint ignored ALPN" : chosen);
    }

    private Fault withName(Fault fault) {
        return fault.with("serverName", name);
    }

    private Fault withOffers(Fault fault) {
        FaultCode code = fault.code();
        if (code == TlsFault.ALPN_MISMATCH) {
            return fault.with("offered", applications.toString());
        }
        if (code == TlsFault.NO_COMMON_PROTOCOL || code == TlsFault.NO_COMMON_CIPHER) {
            return fault.with("ours", offers).with("theirs", "unknown: an alert does not say");
        }
        return code == TlsFault.ALERT_RECEIVED
                        && HANDSHAKE_FAILURE.equals(fault.evidence().value("alert"))
                ? fault.with("ours", offers)
                        .with(
                                "suspected",
                                "no common cipher or curve, or a client certificate that it wants:"
                                        + " this alert stands for all of them")
                : fault;
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Fault fault = timedOut(deadlineTimer);
        reset();
        failed(fault);
    }

    private Fault timedOut(String timer) {
        TlsHandshake waiting = handshake;
        boolean heard = waiting != null && waiting.heardAnything();
        Fault timeout =
                Fault.of(TlsFault.HANDSHAKE_TIMEOUT, Side.UPSTREAM, Stage.UPSTREAM_TLS)
                        .with("address", below.remoteAddress().toString())
                        .with("received", heard ? "a part of the handshake" : "nothing")
                        .with("timer", timer);
        return withName(Witness.of(below, "").noHandshake(timeout, heard));
    }

    /**
     * Ends it as its own timer would, for the sake of another one. No outcome comes any more.
     *
     * @param timer which one, for the evidence
     */
    public Fault expire(String timer) {
        Fault fault = timedOut(timer);
        cancel();
        return fault;
    }

    /** Nobody wants the outcome any more. */
    public void cancel() {
        over = true;
        worker.timers().cancel(this);
        reset();
    }

    private void reset() {
        if (handshake != null) {
            handshake.reset();
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
