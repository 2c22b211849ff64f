package io.faultline.core.tls.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import io.faultline.core.worker.Worker;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a wire open until the peer has read our alert. Closing at once would answer whatever the peer
 * has already sent with a reset, and a reset makes its kernel throw away the alert: the peer would see
 * a broken network where we told it what is wrong.
 *
 * <p>It is patient for a second, and for as many bytes as a client sends without an answer.
 */
public final class Farewell extends WheelTimer implements WireReader {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_BYTES = 256 * 1024;

    private final Worker worker;
    private final Wire wire;
    private final Runnable cut = this::over;
    private int discarded;

    private Farewell(Worker worker, Wire wire) {
        this.worker = worker;
        this.wire = wire;
    }

    /** The alert has been written. */
    public static void say(Worker worker, Wire wire) {
        var farewell = new Farewell(worker, wire);
        wire.reader(farewell);
        wire.finish();
        wire.resumeReading();
        worker.timers().set(farewell, worker.nanos() + PATIENCE_NANOS);
        worker.lingers(farewell.cut); // nobody else knows the wire any more
    }

    @Override
    public void onBytes(Wire same, Chunk chunk, int from, int to) {
        discarded += to - from;
        if (discarded > MOST_BYTES) {
            over();
        }
    }

    @Override
    public void onEnd(Wire same) {
        over();
    }

    @Override
    public void onBroken(Wire same, int errno) {
        over();
    }

    @Override
    protected void onDeadline(long nowNanos) {
        over();
    }

    private void over() {
        worker.timers().cancel(this);
        worker.lingersNoMore(cut);
        wire.close();
    }

    @Override
    public void onMoved(Wire same, int bytes) {}

    @Override
    public void onDrained(Wire same) {}
}
