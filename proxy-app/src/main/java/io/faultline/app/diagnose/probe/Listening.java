package io.faultline.app.diagnose.probe;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import io.faultline.core.worker.Worker;
import io.faultline.l7.message.Ascii;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Says nothing on a connection that is there, and hears for a moment what the peer makes of that. Some
 * greet; some close at once, because they take connections from others only; and in TLS 1.3 a server that
 * does not like our certificate says so after the handshake is over (RFC 8446 2).
 *
 * <p>On the loop.
 */
final class Listening extends WheelTimer implements WireReader {

    static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int QUOTED_BYTES = 60;

    /**
     * What was heard.
     *
     * @param greeting the first bytes, printable; or null
     * @param closed the peer ended its half
     */
    record Heard(@Nullable String greeting, boolean closed, @Nullable Fault fault) {}

    private final Worker worker;
    private final Stage stage;
    private final CompletableFuture<Heard> outcome;
    private boolean over;

    private Listening(Worker worker, Stage stage, CompletableFuture<Heard> outcome) {
        this.worker = worker;
        this.stage = stage;
        this.outcome = outcome;
    }

    static void begin(Worker worker, Wire wire, Stage stage, CompletableFuture<Heard> outcome) {
        var listening = new Listening(worker, stage, outcome);
        worker.timers().set(listening, worker.nanos() + PATIENCE.toNanos());
        wire.reader(listening);
        wire.resumeReading();
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        var bytes = new byte[Math.min(QUOTED_BYTES, to - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = chunk.at(from + i);
        }
        end(new Heard(Ascii.printable(bytes, 0, bytes.length), false, null));
    }

    @Override
    public void onEnd(Wire wire) {
        end(new Heard(null, true, null));
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        Fault known = wire.whyBroken();
        end(
                new Heard(
                        null,
                        false,
                        known != null
                                ? known
                                : FaultClassifier.ofErrno(
                                        errno, stage, Side.UPSTREAM, wire.remoteAddress())));
    }

    @Override
    public void onDrained(Wire wire) {}

    @Override
    protected void onDeadline(long nowNanos) {
        end(new Heard(null, false, null));
    }

    private void end(Heard heard) {
        if (!over) {
            over = true;
            worker.timers().cancel(this);
            outcome.complete(heard);
        }
    }
}
