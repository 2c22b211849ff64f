package io.faultline.core.upstream.health.grpc;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.GrpcCheckConfig;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.health.ProbeConnect;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.http2.ProbeCall;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check under way. Control thread only; its connection ends with a reset, for no TIME_WAIT. */
final class GrpcProbe extends WheelTimer implements Prober.Probe, ProbeConnect.Outcome, WireReader {

    private final ProbeRules rules;
    private final GrpcCheckConfig config;
    private final String hostname;
    private final PeerAddress target;
    private final Consumer<Prober.Outcome> done;
    private final long startedNanos;
    private @Nullable ProbeConnect connect;
    private @Nullable Wire wire;
    private @Nullable HealthCall call;

    GrpcProbe(
            ProbeRules rules,
            GrpcCheckConfig config,
            String hostname,
            PeerAddress target,
            Consumer<Prober.Outcome> done) {
        this.rules = rules;
        this.config = config;
        this.hostname = hostname;
        this.target = target;
        this.done = done;
        this.startedNanos = rules.control().nanos();
    }

    void start() {
        connect = ProbeConnect.begin(rules, target, hostname, deadlineNanos(), this);
    }

    private long deadlineNanos() {
        return startedNanos + rules.timeoutNanos();
    }

    private String authority() {
        String host = config.host();
        if (host != null) {
            return host;
        }
        String name = hostname.indexOf(':') >= 0 ? "[" + hostname + "]" : hostname;
        return name + ":" + target.port();
    }

    @Override
    public void onReady(Wire connected) {
        connect = null;
        wire = connected;
        connected.reader(this);
        rules.control().timers().set(this, deadlineNanos());
        var begun = new HealthCall(config.service(), authority(), rules.tls() != null);
        call = begun;
        begun.sendTo(connected, rules.control().scratch());
        connected.resumeReading();
    }

    @Override
    public void onFailed(Fault fault) {
        connect = null;
        ended(fault);
    }

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        HealthCall running = call;
        if (running == null) {
            return;
        }
        var bytes = new byte[end - start];
        chunk.buffer().get(start, bytes);
        running.receive(bytes);
        running.sendTo(from, rules.control().scratch());
        if (running.isOver()) {
            ended(running.isServing() ? null : answered(running.verdict()));
        } else if (running.broken() != null) {
            ended(
                    fault(ApplicationFault.BAD_RESPONSE)
                            .with("rule", running.broken())
                            .with("seen", ProbeCall.quote(bytes)));
        }
    }

    private Fault answered(String verdict) {
        return fault(ApplicationFault.UPSTREAM_ERROR).with("answer", verdict);
    }

    private Fault fault(FaultCode code) {
        return Fault.of(code, Side.UPSTREAM, Stage.RESPONSE)
                .with("check", text())
                .with("address", target.toString());
    }

    /** As an operator would say it. */
    private String text() {
        return "grpc.health.v1.Health/Check of "
                + (config.service().isEmpty() ? "the server" : config.service());
    }

    @Override
    public void onEnd(Wire from) {
        ended(fault(TransportFault.CLOSED_EARLY).with("seen", "FIN before an answer"));
    }

    @Override
    public void onBroken(Wire from, int errno) {
        wire = null;
        Fault known = from.whyBroken();
        ended(
                known != null
                        ? known
                        : FaultClassifier.ofErrno(errno, Stage.RESPONSE, Side.UPSTREAM, target));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Wire silent = wire;
        Fault timeout = fault(ApplicationFault.RESPONSE_TIMEOUT).with("timer", rules.timer());
        Witness witness = silent == null ? Witness.NONE : Witness.of(silent, "");
        ended(rules.host().refine(witness.noAnswer(timeout), target));
    }

    @Override
    public void onDrained(Wire from) {}

    private void ended(@Nullable Fault fault) {
        cancel();
        done.accept(new Prober.Outcome(fault, rules.control().nanos() - startedNanos));
    }

    @Override
    public void cancel() {
        rules.control().timers().cancel(this);
        ProbeConnect connecting = connect;
        Wire open = wire;
        HealthCall running = call;
        connect = null;
        wire = null;
        call = null;
        if (connecting != null) {
            connecting.cancel();
        }
        if (running != null) {
            running.close();
        }
        if (open != null) {
            open.reset();
        }
    }
}
