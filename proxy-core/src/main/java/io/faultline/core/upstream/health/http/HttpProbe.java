package io.faultline.core.upstream.health.http;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
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
final class HttpProbe extends WheelTimer implements Prober.Probe, ProbeConnect.Outcome, WireReader {

    private final ProbeRules rules;
    private final CheckRequest request;
    private final String hostname;
    private final PeerAddress target;
    private final Consumer<Prober.Outcome> done;
    private final AnswerReader answer;
    private final boolean http2;
    private final long startedNanos;
    private @Nullable ProbeConnect connect;
    private @Nullable Wire wire;
    private @Nullable ProbeCall call; // in HTTP/2

    HttpProbe(
            ProbeRules rules,
            CheckRequest request,
            boolean http2,
            String hostname,
            PeerAddress target,
            Consumer<Prober.Outcome> done) {
        this.rules = rules;
        this.request = request;
        this.http2 = http2;
        this.hostname = hostname;
        this.target = target;
        this.done = done;
        this.answer = new AnswerReader(request);
        this.startedNanos = rules.control().nanos();
    }

    void start() {
        connect = ProbeConnect.begin(rules, target, hostname, deadlineNanos(), this);
    }

    private long deadlineNanos() {
        return startedNanos + rules.timeoutNanos();
    }

    @Override
    public void onReady(Wire connected) {
        connect = null;
        wire = connected;
        connected.reader(this);
        ask(connected);
        connected.resumeReading();
        rules.control().timers().set(this, deadlineNanos());
    }

    private void ask(Wire connected) {
        Chunk scratch = rules.control().scratch();
        if (http2) {
            String authority = request.authority(hostname, target.port());
            ProbeCall begun = Http2Question.of(request, authority, answer);
            call = begun;
            begun.sendTo(connected, scratch);
        } else {
            byte[] bytes = request.bytes(hostname, target.port());
            scratch.buffer().put(0, bytes);
            connected.write(scratch, 0, bytes.length);
        }
    }

    @Override
    public void onFailed(Fault fault) {
        connect = null;
        ended(fault);
    }

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        var bytes = new byte[end - start];
        chunk.buffer().get(start, bytes);
        ProbeCall asked = call;
        if (asked == null) {
            answer.add(bytes);
            endIfOver();
            return;
        }
        asked.receive(bytes);
        asked.sendTo(from, rules.control().scratch());
        String broken = asked.broken();
        if (answer.isOver() || broken == null) {
            endIfOver();
        } else {
            ended(
                    Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                            .with("check", request.text())
                            .with("rule", broken)
                            .with("seen", ProbeCall.quote(bytes)));
        }
    }

    @Override
    public void onEnd(Wire from) {
        answer.end();
        endIfOver();
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
        Fault timeout =
                Fault.of(ApplicationFault.RESPONSE_TIMEOUT, Side.UPSTREAM, Stage.RESPONSE)
                        .with("check", request.text())
                        .with("address", target.toString())
                        .with("received", answer.progress())
                        .with("timer", rules.timer());
        Witness witness = silent == null ? Witness.NONE : Witness.of(silent, "");
        ended(rules.host().refine(witness.noAnswer(timeout), target));
    }

    @Override
    public void onDrained(Wire from) {}

    @Override
    public void onMoved(Wire from, int bytes) {
        throw new IllegalStateException("nothing was spliced");
    }

    private void endIfOver() {
        if (answer.isOver()) {
            ended(answer.fault());
        }
    }

    private void ended(@Nullable Fault fault) {
        cancel();
        done.accept(new Prober.Outcome(fault, rules.control().nanos() - startedNanos));
    }

    @Override
    public void cancel() {
        rules.control().timers().cancel(this);
        ProbeConnect connecting = connect;
        Wire open = wire;
        ProbeCall asked = call;
        connect = null;
        call = null;
        wire = null;
        if (connecting != null) {
            connecting.cancel();
        }
        if (asked != null) {
            asked.close();
        }
        if (open != null) {
            open.reset();
        }
    }
}
