package io.faultline.core.relay;

import io.faultline.core.Side;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Ticker;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * Copies bytes both ways between a client's wire and an endpoint's, until both have ended.
 *
 * <p>The slow side sets the pace: while a wire has a backlog, the other one is not read, so at most one
 * read (or one pipe) per direction waits here. An end is passed on as an end once everything before it
 * is out; a reset is passed on as a reset. Large reads switch to splicing.
 *
 * <p>On the worker's loop only.
 */
public final class ByteRelay implements WireReader {

    /** Reads of at least this many bytes show a bulk transfer, which the kernel can do alone. */
    private static final int SPLICE_FROM = 32 * 1024;

    /** Hears of the bytes, and once how the relay ends. Both wires are closed then. */
    public interface Observer {

        /** So many bytes came from this side and are on their way to the other. */
        void onRelayed(Side from, int bytes);

        /** One side has ended its half; the other may go on. */
        void onHalfClosed();

        /** Both sides ended their half and everything was delivered. */
        void onRelayEnded();

        /** One side broke off; the other one was reset. */
        void onRelayBroken(Side side, int errno);
    }

    private final Wire downstream;
    private final Wire upstream;
    private final Ticker ticker;
    private final Timeline timeline;
    private final Observer observer;

    private long bytesUp;
    private long bytesDown;
    private long lastMoveNanos;
    private boolean downstreamEnded;
    private boolean upstreamEnded;
    private @Nullable Side endedFirst;

    public ByteRelay(
            Wire downstream, Wire upstream, Ticker ticker, Timeline timeline, Observer observer) {
        this.downstream = downstream;
        this.upstream = upstream;
        this.ticker = ticker;
        this.timeline = timeline;
        this.observer = observer;
        this.lastMoveNanos = ticker.nanos();
    }

    public void start() {
        timeline.enter(Phase.WAIT, lastMoveNanos);
        downstream.reader(this);
        upstream.reader(this);
        downstream.resumeReading();
        upstream.resumeReading();
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        moved(wire, to - from);
        Wire sink = otherEnd(wire);
        if (!sink.write(chunk, from, to)) {
            wire.pauseReading();
            waits(ticker.nanos());
        } else if (to - from >= SPLICE_FROM) {
            wire.spliceTo(sink, Long.MAX_VALUE);
        }
    }

    @Override
    public void onMoved(Wire wire, int bytes) {
        if (bytes > 0) {
            moved(wire, bytes);
            waits(lastMoveNanos);
        }
    }

    private void moved(Wire source, int bytes) {
        lastMoveNanos = ticker.nanos();
        if (source == downstream) {
            if (bytesUp == 0) {
                clientBegins();
            }
            bytesUp += bytes;
            observer.onRelayed(Side.CLIENT, bytes);
        } else {
            if (bytesDown == 0) {
                timeline.mark(Mark.UPSTREAM_FIRST_BYTE, lastMoveNanos);
                timeline.enter(Phase.BODY, lastMoveNanos);
            }
            bytesDown += bytes;
            observer.onRelayed(Side.UPSTREAM, bytes);
        }
    }

    /** Until the client says something, it is the one who is waited for; unless the endpoint speaks first. */
    private void clientBegins() {
        timeline.mark(Mark.CLIENT_FIRST_BYTE, lastMoveNanos);
        if (bytesDown == 0) {
            timeline.renamed(Phase.CLIENT);
            timeline.enter(Phase.WAIT, lastMoveNanos);
        }
    }

    /** One side may have stopped taking bytes, or take them again. */
    private void waits(long now) {
        Phase next =
                downstream.backlogBytes() > 0
                        ? Phase.CLIENT
                        : upstream.backlogBytes() > 0
                                ? Phase.SEND
                                : bytesDown == 0 ? Phase.WAIT : Phase.BODY;
        if (next != timeline.phase()) {
            timeline.enter(next, now);
        }
    }

    @Override
    public void onDrained(Wire wire) {
        if (!endedBothWays()) {
            waits(ticker.nanos());
            otherEnd(wire).resumeReading();
        }
    }

    @Override
    public void onEnd(Wire wire) {
        lastMoveNanos = ticker.nanos();
        if (endedFirst == null) {
            endedFirst = sideOf(wire);
        }
        if (wire == downstream) {
            downstreamEnded = true;
        } else {
            upstreamEnded = true;
        }
        if (!endedBothWays()) {
            otherEnd(wire).finish();
            if (isHalfClosed()) {
                observer.onHalfClosed();
            }
        }
    }

    /** The last bytes out and both ends seen: closing says FIN by itself and saves two calls. */
    private boolean endedBothWays() {
        boolean done =
                downstreamEnded
                        && upstreamEnded
                        && downstream.backlogBytes() == 0
                        && upstream.backlogBytes() == 0;
        if (done) {
            downstream.close();
            upstream.close();
            observer.onRelayEnded();
        }
        return done;
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        if (endedFirst == null) {
            endedFirst = sideOf(wire);
        }
        otherEnd(wire).reset();
        observer.onRelayBroken(sideOf(wire), errno);
    }

    /** Cuts both ways at once, with a reset so that nobody takes it for an orderly end. */
    public void cut() {
        downstream.reset();
        upstream.reset();
    }

    public long bytesUp() {
        return bytesUp;
    }

    public long bytesDown() {
        return bytesDown;
    }

    /** When bytes moved last, in either direction. */
    public long lastMoveNanos() {
        return lastMoveNanos;
    }

    /** One side has ended its half, the other has not. */
    public boolean isHalfClosed() {
        return downstreamEnded != upstreamEnded;
    }

    /** The side that ended or broke first, or null while both are at it. */
    public @Nullable Side endedFirst() {
        return endedFirst;
    }

    private Wire otherEnd(Wire wire) {
        return wire == downstream ? upstream : downstream;
    }

    private Side sideOf(Wire wire) {
        return wire == downstream ? Side.CLIENT : Side.UPSTREAM;
    }
}
