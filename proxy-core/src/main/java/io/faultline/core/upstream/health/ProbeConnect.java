package io.faultline.core.upstream.health;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.evidence.Refusal;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.proxyprotocol.ProxyHeaderEncoder;
import io.faultline.core.tls.ClientHandshake;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gets one check its connection the way traffic gets one: TCP, then TLS with the same names,
 * authorities and certificate where the upstream has it. So a check that passes speaks for the whole
 * way down to the bytes of the protocol. All of it within {@code health.timeout}.
 *
 * <p>Control thread only. Nothing is left behind after {@link #cancel}.
 */
public final class ProbeConnect extends WheelTimer
        implements ConnectObserver, TlsOrigination.Outcome, Prober.Probe {

    /** Hears how it went: exactly one of the two, later and on the control thread, unless cancelled. */
    public interface Outcome {

        /** The wire is silent until it is told to read, and the receiver's to close. */
        void onReady(Wire wire);

        void onFailed(Fault fault);
    }

    private final ProbeRules rules;
    private final PeerAddress target;
    private final String hostname;
    private final Outcome outcome;
    private final long deadlineNanos;
    private @Nullable Wire wire;
    private @Nullable ClientHandshake handshake;

    private ProbeConnect(
            ProbeRules rules,
            PeerAddress target,
            String hostname,
            long deadlineNanos,
            Outcome outcome) {
        this.rules = rules;
        this.target = target;
        this.hostname = hostname;
        this.deadlineNanos = deadlineNanos;
        this.outcome = outcome;
    }

    /**
     * @param hostname the endpoint's host as it is written, which its certificate must be for
     * @param deadlineNanos when the whole check must be over
     */
    public static ProbeConnect begin(
            ProbeRules rules,
            PeerAddress target,
            String hostname,
            long deadlineNanos,
            Outcome outcome) {
        var connect = new ProbeConnect(rules, target, hostname, deadlineNanos, outcome);
        connect.start();
        return connect;
    }

    private void start() {
        wire = rules.control().transport().connect(target, rules.source(), this);
        rules.control().timers().set(this, deadlineNanos);
    }

    @Override
    public void onConnected(Wire connected) {
        rules.control().timers().cancel(this);
        if (connected.localAddress().equals(target)) {
            connected.reset();
            outcome.onFailed(nobodyListens(target));
            return;
        }
        sayWhoWeAre(connected);
        TlsOrigination tls = rules.tls();
        if (tls == null) {
            outcome.onReady(connected);
        } else {
            handshake =
                    tls.begin(
                            rules.control(),
                            connected,
                            rules.purpose(),
                            hostname,
                            deadlineNanos,
                            rules.timer(),
                            this);
        }
    }

    /**
     * TCP lets a socket connect to itself (RFC 9293 3.5, simultaneous open): towards a dead port of
     * this machine it happens whenever the kernel happens to pick that very port as ours.
     */
    private static Fault nobodyListens(PeerAddress target) {
        return Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT)
                .with("address", target.toString())
                .with("connected-to", "itself");
    }

    /** No client stands behind a check, and the PROXY protocol has words for that. */
    private void sayWhoWeAre(Wire connected) {
        Chunk chunk = rules.control().scratch();
        ByteBuffer out = chunk.buffer().duplicate().clear();
        switch (rules.preamble()) {
            case NONE -> {}
            case V1 -> ProxyHeaderEncoder.writeV1Unknown(out);
            case V2 -> ProxyHeaderEncoder.writeV2Local(out);
        }
        if (out.position() > 0) {
            connected.write(chunk, 0, out.position());
        }
    }

    @Override
    public void onConnectFailed(Wire failed, int errno) {
        rules.control().timers().cancel(this);
        Fault fault = Refusal.of(failed, errno);
        outcome.onFailed(rules.host().refine(fault, target));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Wire silent = wire;
        Witness witness = silent == null ? Witness.NONE : Witness.of(silent, "");
        cancel();
        Fault silence =
                Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT)
                        .with("address", target.toString())
                        .with("timer", rules.timer());
        outcome.onFailed(rules.host().refine(witness.noConnection(silence), target));
    }

    @Override
    public void onSecured(TlsWire secured, TlsSession agreed) {
        outcome.onReady(secured);
    }

    @Override
    public void onTlsFailed(Fault fault) {
        outcome.onFailed(rules.host().refine(fault, target));
    }

    /** Nobody waits for the outcome any more. What was handed out already is not touched. */
    @Override
    public void cancel() {
        rules.control().timers().cancel(this);
        ClientHandshake begun = handshake;
        Wire connecting = wire;
        if (begun != null) {
            begun.cancel();
        } else if (connecting != null) {
            connecting.close();
        }
    }
}
