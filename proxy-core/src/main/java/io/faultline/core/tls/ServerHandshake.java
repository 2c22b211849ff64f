package io.faultline.core.tls;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.observe.metrics.ListenerMetrics;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.hello.ClientHello;
import io.faultline.core.tls.hello.HelloReader;
import io.faultline.core.tls.hello.Stranger;
import io.faultline.core.tls.wire.Farewell;
import io.faultline.core.tls.wire.HandshakeObserver;
import io.faultline.core.tls.wire.TlsAlerts;
import io.faultline.core.tls.wire.TlsClassifier;
import io.faultline.core.tls.wire.TlsFailure;
import io.faultline.core.tls.wire.TlsHandshake;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Chunk;
import io.faultline.core.worker.WheelTimer;
import org.jspecify.annotations.Nullable;

/**
 * One client's handshake, in this order: a place under the cap, its hello, the certificate for the name
 * in it, the handshake itself, and all of that within one deadline.
 *
 * <p>On the worker's loop only. Garbage once its outcome is known.
 */
final class ServerHandshake extends WheelTimer
        implements HelloReader.Outcome, HandshakeObserver, DownstreamConnection.Session {

    private final TlsTermination rules;
    private final DownstreamConnection connection;
    private final TlsTermination.Outcome outcome;
    private long deadlineNanos;
    private @Nullable ClientHello hello;
    private @Nullable ClientCheck check;
    private @Nullable TlsClassifier judge;
    private @Nullable TlsHandshake handshake;

    ServerHandshake(
            TlsTermination rules, DownstreamConnection connection, TlsTermination.Outcome outcome) {
        this.rules = rules;
        this.connection = connection;
        this.outcome = outcome;
    }

    void start() {
        HandshakeCap full = rules.enter();
        if (full != null) {
            connection.wire().reset();
            outcome.onTlsFailed(connection, full.reached());
            return;
        }
        long now = connection.worker().nanos();
        deadlineNanos = now + rules.timeoutNanos;
        connection.timeline().enter(Phase.CLIENT_TLS, now);
        metrics().handshakeBegun();
        new HelloReader(connection, rules.hello, this).start();
    }

    // ---- the hello

    @Override
    public void onHello(DownstreamConnection same, ClientHello said) {
        hello = said;
        connection.askedFor(said.serverName());
        connection.servedBy(this);
        connection.worker().timers().set(this, deadlineNanos);
        if (sharesNoApplication(said)) {
            refuse(
                    TlsAlerts.NO_APPLICATION_PROTOCOL,
                    client(TlsFault.ALPN_MISMATCH)
                            .with("offered", String.join(",", said.alpn()))
                            .with("spoken", String.join(",", rules.applications)));
            return;
        }
        TlsIdentities identities = rules.certificates.acquire();
        TlsIdentities.Entry identity = identities.forName(said.serverName());
        if (identity == null && rules.refusesUnknownNames) {
            String known = identities.names();
            identities.release();
            String asked = said.serverName();
            refuse(
                    TlsAlerts.UNRECOGNIZED_NAME,
                    client(TlsFault.UNKNOWN_NAME)
                            .with("asked", asked == null ? "for no name" : asked)
                            .with("known", known));
            return;
        }
        shakeHands(identities, identity == null ? identities.byDefault() : identity);
    }

    /** RFC 7301 3.2: a client that says what it speaks, and we speak nothing of it, is told so. */
    private boolean sharesNoApplication(ClientHello said) {
        return !rules.applications.isEmpty()
                && !said.alpn().isEmpty()
                && said.alpn().stream().noneMatch(rules.applications::contains);
    }

    private void shakeHands(TlsIdentities identities, TlsIdentities.Entry identity) {
        TlsClassifier classifier =
                TlsClassifier.ofClient(
                        connection.client(), identity.identity().certificate(), rules.clock);
        judge = classifier;
        ChainVerifier clients = identities.clients();
        if (clients != null) {
            check = new ClientCheck(clients, rules.clientNames, rules.clock);
        }
        TlsEngine engine;
        try {
            engine = TlsEngine.server(identity.context(), identity.material(), check);
        } catch (TlsSetupException e) {
            connection.wire().reset();
            failed(
                    Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.TLS)
                            .with("error", String.valueOf(e.getMessage())));
            return;
        } finally {
            identities.release(); // the engine holds what it needs
        }
        TlsHandshake begun =
                new TlsHandshake(connection.worker(), connection.wire(), engine, classifier, this);
        handshake = begun;
        begun.start();
    }

    private void refuse(int alert, Fault fault) {
        TlsAlerts.refuse(connection.wire(), connection.worker().scratch(), alert);
        failed(fault);
    }

    @Override
    public void onHelloFailed(DownstreamConnection same, Fault fault) {
        if (rules.plaintextAnswer.length > 0
                && Stranger.HTTP.equals(fault.evidence().value("looksLike"))) {
            explain(rules.plaintextAnswer);
        } else {
            connection.wire().reset();
        }
        failed(fault);
    }

    /** In its own language: a person in front of a browser reads that, and not a reset. */
    private void explain(byte[] answer) {
        Chunk chunk = connection.worker().scratch();
        chunk.buffer().put(0, answer);
        connection.wire().write(chunk, 0, answer.length);
        Farewell.say(connection.worker(), connection.wire());
    }

    // ---- the handshake

    @Override
    public void onHandshakeDone(TlsWire secured) {
        over();
        ClientHello said = hello;
        String asked = said == null ? null : said.serverName();
        long now = connection.worker().nanos();
        connection.timeline().mark(Mark.TLS_DONE, now);
        connection.timeline().enter(Phase.CLIENT, now);
        TlsSession agreed = secured.session(asked);
        metrics()
                .handshakeDone(
                        agreed.resumed(),
                        connection.timeline().between(Mark.ADMITTED, Mark.TLS_DONE));
        connection.secured(secured, agreed);
        outcome.onSecured(connection);
    }

    @Override
    public void onHandshakeFailed(TlsFailure failure) {
        ClientCheck checked = check;
        TlsClassifier classifier = judge;
        assert classifier != null : "it was made before the wire";
        Fault fault = classifier.classify(failure, checked == null ? null : checked.distrust());
        failed(withOffers(fault));
    }

    /** What each side offered, where that is what they could not agree on. */
    private Fault withOffers(Fault fault) {
        ClientHello said = hello;
        FaultCode code = fault.code();
        if (said == null
                || (code != TlsFault.NO_COMMON_PROTOCOL && code != TlsFault.NO_COMMON_CIPHER)) {
            return fault;
        }
        TlsSettings ours = rules.certificates.settings();
        return fault.with("offeredVersions", said.versions())
                .with("offeredCiphers", said.cipherSuites().toString())
                .with(
                        "ours",
                        "%s to %s, %s, curves %s"
                                .formatted(
                                        ours.min().label(),
                                        ours.max().label(),
                                        String.join(":", ours.ciphers()),
                                        String.join(":", ours.groups())));
    }

    // ---- the end

    @Override
    protected void onDeadline(long nowNanos) {
        Witness witness = Witness.of(connection.wire(), "");
        reset();
        ClientHello said = hello;
        String asked = said == null ? null : said.serverName();
        Fault timeout =
                client(TlsFault.HANDSHAKE_TIMEOUT)
                        .with("reason", "our answer to the ClientHello got none")
                        .with("asked", asked == null ? "for no name" : asked)
                        .with("timer", rules.timer);
        failed(witness.noHandshake(timeout, true));
    }

    @Override
    public void cut(Fault reason) {
        reset();
        failed(reason);
    }

    private void reset() {
        if (handshake != null) {
            handshake.reset();
        } else {
            connection.wire().reset();
        }
    }

    private Fault client(FaultCode code) {
        return Fault.of(code, Side.CLIENT, Stage.TLS);
    }

    private void failed(Fault fault) {
        over();
        metrics().handshakeFailed();
        String inForce =
                "config:"
                        + connection.scope().generation()
                        + " certificates:"
                        + rules.certificates.generation();
        outcome.onTlsFailed(connection, fault.with("generations", inForce));
    }

    private ListenerMetrics metrics() {
        return connection.scope().metrics();
    }

    private void over() {
        connection.worker().timers().cancel(this);
        rules.leave();
    }
}
