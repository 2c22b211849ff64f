package io.faultline.core.upstream.health.grpc;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.GrpcCheckConfig;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.WireProbe;
import io.faultline.core.upstream.health.http2.ProbeCall;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check under way. Control thread only; its connection ends with a reset, for no TIME_WAIT. */
final class GrpcProbe extends WireProbe {

    private final GrpcCheckConfig config;
    private @Nullable HealthCall call;

    GrpcProbe(
            ProbeRules rules,
            GrpcCheckConfig config,
            String hostname,
            PeerAddress target,
            Consumer<Prober.Outcome> done) {
        super(rules, hostname, target, done);
        this.config = config;
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
    protected void ask(Wire connected) {
        var begun = new HealthCall(config.service(), authority(), rules.tls() != null);
        call = begun;
        begun.sendTo(connected, rules.control().scratch());
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
    protected Fault noAnswer() {
        return fault(ApplicationFault.RESPONSE_TIMEOUT);
    }

    @Override
    protected void forget() {
        HealthCall running = call;
        call = null;
        if (running != null) {
            running.close();
        }
    }
}
