package io.faultline.core.upstream.health.http;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.WireProbe;
import io.faultline.core.upstream.health.http2.ProbeCall;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check under way. Control thread only; its connection ends with a reset, for no TIME_WAIT. */
final class HttpProbe extends WireProbe {

    private final CheckRequest request;
    private final AnswerReader answer;
    private final boolean http2;
    private @Nullable ProbeCall call; // in HTTP/2

    HttpProbe(
            ProbeRules rules,
            CheckRequest request,
            boolean http2,
            String hostname,
            PeerAddress target,
            Consumer<Prober.Outcome> done) {
        super(rules, hostname, target, done);
        this.request = request;
        this.http2 = http2;
        this.answer = new AnswerReader(request);
    }

    @Override
    protected void ask(Wire connected) {
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

    private void endIfOver() {
        if (answer.isOver()) {
            ended(answer.fault());
        }
    }

    @Override
    protected Fault noAnswer() {
        return Fault.of(ApplicationFault.RESPONSE_TIMEOUT, Side.UPSTREAM, Stage.RESPONSE)
                .with("check", request.text())
                .with("address", target.toString())
                .with("received", answer.progress());
    }

    @Override
    protected void forget() {
        ProbeCall asked = call;
        call = null;
        if (asked != null) {
            asked.close();
        }
    }
}
