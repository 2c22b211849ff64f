package io.faultline.core.listen;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.proxyprotocol.Decoded;
import io.faultline.core.proxyprotocol.ProxyHeaderDecoder;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import java.nio.ByteBuffer;

/**
 * Reads the PROXY header that a trusted peer sends first, within a deadline. What comes behind the
 * header is the client's and is given back to the wire.
 */
final class ProxyPreamble extends WheelTimer implements WireReader, DownstreamConnection.Session {

    /** Hears how it went: exactly one of the two. */
    interface Outcome {

        /** The connection knows its client now; its wire is silent again. */
        void onAnnounced(DownstreamConnection connection);

        void onPreambleFailed(DownstreamConnection connection, Fault fault);
    }

    private final DownstreamConnection connection;
    private final PreambleLimits limits;
    private final Outcome outcome;
    private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

    ProxyPreamble(DownstreamConnection connection, PreambleLimits limits, Outcome outcome) {
        this.connection = connection;
        this.limits = limits;
        this.outcome = outcome;
    }

    void start() {
        connection.servedBy(this);
        connection.worker().timers().set(this, connection.worker().nanos() + limits.timeoutNanos());
        connection.wire().reader(this);
        connection.wire().resumeReading();
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        ByteBuffer bytes = chunk.buffer().duplicate().limit(to).position(from);
        switch (decoder.feed(bytes)) {
            case Decoded.NeedMore more -> {}
            case Decoded.Malformed malformed -> failed(malformed.fault());
            case Decoded.OwnAddresses own -> complete(wire, chunk, bytes);
            case Decoded.Announced announced -> {
                connection.announced(announced.client(), announced.destination());
                complete(wire, chunk, bytes);
            }
        }
    }

    private void complete(Wire wire, Chunk chunk, ByteBuffer bytes) {
        wire.pauseReading();
        if (bytes.hasRemaining()) {
            wire.unread(chunk, bytes.position(), bytes.limit());
        }
        connection.worker().timers().cancel(this);
        outcome.onAnnounced(connection);
    }

    @Override
    public void onEnd(Wire wire) {
        failed(incomplete("the peer closed before its PROXY header was complete"));
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        failed(FaultClassifier.ofErrno(errno, Stage.PREAMBLE, Side.CLIENT, connection.peer()));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        failed(incomplete("no complete PROXY header in time").with("timer", limits.timer()));
    }

    @Override
    public void cut(Fault reason) {
        failed(reason);
    }

    private Fault incomplete(String reason) {
        return Fault.of(SessionFault.PREAMBLE_INVALID, Side.CLIENT, Stage.PREAMBLE)
                .with("reason", reason)
                .with("seen", decoder.seen());
    }

    private void failed(Fault fault) {
        connection.worker().timers().cancel(this);
        outcome.onPreambleFailed(connection, fault);
    }

    @Override
    public void onDrained(Wire wire) {}
}
