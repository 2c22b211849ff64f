package io.faultline.core.upstream.health;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A check that asks something and waits for the answer: it owns the connection, the deadline and the
 * end of it. What is asked and what counts as an answer is the subclass's, one for each protocol.
 *
 * <p>Control thread only. Nothing is left behind after {@link #cancel}.
 */
public abstract class WireProbe extends WheelTimer
        implements Prober.Probe, ProbeConnect.Outcome, WireReader {

    protected final ProbeRules rules;
    protected final String hostname;
    protected final PeerAddress target;
    private final Consumer<Prober.Outcome> done;
    private final long startedNanos;
    private @Nullable ProbeConnect connect;
    private @Nullable Wire wire;

    protected WireProbe(
            ProbeRules rules, String hostname, PeerAddress target, Consumer<Prober.Outcome> done) {
        this.rules = rules;
        this.hostname = hostname;
        this.target = target;
        this.done = done;
        this.startedNanos = rules.control().nanos();
    }

    /** Writes the question. */
    protected abstract void ask(Wire connected);

    /** What is to be said when the deadline comes first. */
    protected abstract Fault noAnswer();

    /** Frees what asking took. */
    protected abstract void forget();

    public final void start() {
        connect = ProbeConnect.begin(rules, target, hostname, deadlineNanos(), this);
    }

    private long deadlineNanos() {
        return startedNanos + rules.timeoutNanos();
    }

    @Override
    public final void onReady(Wire connected) {
        connect = null;
        wire = connected;
        connected.reader(this);
        rules.control().timers().set(this, deadlineNanos());
        ask(connected);
        connected.resumeReading();
    }

    @Override
    public final void onFailed(Fault fault) {
        connect = null;
        ended(fault);
    }

    @Override
    public final void onBroken(Wire from, int errno) {
        wire = null;
        Fault known = from.whyBroken();
        ended(
                known != null
                        ? known
                        : FaultClassifier.ofErrno(errno, Stage.RESPONSE, Side.UPSTREAM, target));
    }

    @Override
    protected final void onDeadline(long nowNanos) {
        Wire silent = wire;
        Fault timeout = noAnswer().with("timer", rules.timer());
        Witness witness = silent == null ? Witness.NONE : Witness.of(silent, "");
        ended(rules.host().refine(witness.noAnswer(timeout), target));
    }

    @Override
    public final void onDrained(Wire from) {}

    @Override
    public final void onMoved(Wire from, int bytes) {
        throw new IllegalStateException("nothing was spliced");
    }

    /** @param fault null: all went well */
    protected final void ended(@Nullable Fault fault) {
        cancel();
        done.accept(new Prober.Outcome(fault, rules.control().nanos() - startedNanos));
    }

    @Override
    public final void cancel() {
        rules.control().timers().cancel(this);
        ProbeConnect connecting = connect;
        Wire open = wire;
        connect = null;
        wire = null;
        if (connecting != null) {
            connecting.cancel();
        }
        forget();
        if (open != null) {
            open.reset();
        }
    }
}
