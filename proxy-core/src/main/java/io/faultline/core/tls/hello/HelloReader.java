package io.faultline.core.tls.hello;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a client's hello, within a deadline, and then gives every byte back to the wire: whoever
 * serves the connection next, a TLS engine or a relay, reads it as if nobody had looked.
 *
 * <p>A hello that comes in pieces is held in the worker's pooled memory. On the worker's loop only.
 */
public final class HelloReader extends WheelTimer
        implements WireReader, DownstreamConnection.Session {

    /** Hears how it went: exactly one of the three. In the first two the wire is silent again. */
    public interface Outcome {

        /** A whole hello has come, and will come again. */
        void onHello(DownstreamConnection connection, ClientHello hello);

        /**
         * The client speaks something else, and what it said will come again. Told only to those who
         * {@link #takesPlaintext}; for the others it is a failure.
         */
        default void onPlaintext(DownstreamConnection connection) {
            throw new IllegalStateException("nobody asked for plain text");
        }

        /** There will be no hello. The connection is still open, unless it broke. */
        void onHelloFailed(DownstreamConnection connection, Fault fault);

        default boolean takesPlaintext() {
            return false;
        }
    }

    private final DownstreamConnection connection;
    private final HelloLimits limits;
    private final Outcome outcome;
    private final ClientHelloPeek peek = new ClientHelloPeek();
    private @Nullable Chunk held; // what came in earlier reads
    private int heldBytes;

    public HelloReader(DownstreamConnection connection, HelloLimits limits, Outcome outcome) {
        this.connection = connection;
        this.limits = limits;
        this.outcome = outcome;
    }

    public void start() {
        connection.servedBy(this);
        connection.worker().timers().set(this, connection.worker().nanos() + limits.timeoutNanos());
        connection.wire().reader(this);
        connection.wire().resumeReading();
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        Peeked peeked = peek.feed(chunk.buffer(), from, to);
        if (peek.isNotTls() && outcome.takesPlaintext()) {
            giveBack(wire, chunk, from, to);
            outcome.onPlaintext(connection);
            return;
        }
        switch (peeked) {
            case Peeked.NeedMore more -> hold(chunk, from, to);
            case Peeked.Hello hello -> {
                giveBack(wire, chunk, from, to);
                outcome.onHello(connection, hello.hello());
            }
            case Peeked.NotTls other -> failed(HelloFaults.notTls(other));
            case Peeked.Malformed broken -> failed(HelloFaults.malformed(broken));
        }
    }

    // ---- the bytes

    /** Never more than the peek lets pass: it has an outcome after so many. */
    private void hold(Chunk chunk, int from, int to) {
        Chunk target = roomFor(heldBytes + to - from);
        chunk.copyTo(from, target, heldBytes, to - from);
        heldBytes += to - from;
    }

    private Chunk roomFor(int bytes) {
        Chunk old = held;
        if (old != null && old.capacity() >= bytes) {
            return old;
        }
        Chunk larger = pool().take(bytes);
        if (old != null) {
            old.copyTo(0, larger, 0, heldBytes);
            pool().giveBack(old);
        }
        held = larger;
        return larger;
    }

    private void giveBack(Wire wire, Chunk chunk, int from, int to) {
        connection.worker().timers().cancel(this);
        wire.pauseReading();
        if (held == null) {
            wire.unread(chunk, from, to);
            return;
        }
        hold(chunk, from, to);
        wire.unread(held, 0, heldBytes);
        dropHeld();
    }

    private void dropHeld() {
        Chunk old = held;
        if (old != null) {
            held = null;
            pool().giveBack(old);
        }
    }

    private ChunkPool pool() {
        return connection.worker().chunks();
    }

    // ---- no hello

    @Override
    public void onEnd(Wire wire) {
        failed(orNotTls(HelloFaults.closedEarly(peek.bytesSeen())));
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        failed(FaultClassifier.ofErrno(errno, Stage.TLS, Side.CLIENT, connection.peer()));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        failed(orNotTls(HelloFaults.timedOut(peek.bytesSeen(), limits)));
    }

    @Override
    public void cut(Fault reason) {
        failed(reason);
    }

    /** Half a line of plain text explains the silence better than the timer does. */
    private Fault orNotTls(Fault otherwise) {
        return peek.atEnd() instanceof Peeked.NotTls other ? HelloFaults.notTls(other) : otherwise;
    }

    private void failed(Fault fault) {
        connection.worker().timers().cancel(this);
        dropHeld();
        outcome.onHelloFailed(connection, fault);
    }

    @Override
    public void onMoved(Wire wire, int bytes) {}

    @Override
    public void onDrained(Wire wire) {}
}
