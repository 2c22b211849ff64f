package io.faultline.core.tls.wire;

import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsEngine.Step;
import io.faultline.core.tls.hello.ClientHelloPeek;
import io.faultline.core.tls.hello.Peeked;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of a handshake between a wire and the engine, for either side of a connection.
 * When it is over, a {@link TlsWire} takes its place.
 *
 * <p>On the worker's loop only. It has no deadline: whoever started it has one.
 */
public final class TlsHandshake implements WireReader {

    private static final int ALERT = 21; // RFC 8446 5.1: types of records
    private static final int HANDSHAKE = 22;

    private final Worker worker;
    private final Wire below;
    private final TlsEngine engine;
    private final RecordWriter records;
    private final TlsClassifier classifier;
    private final HandshakeObserver observer;
    private boolean anyByteSeen;
    private boolean over;

    public TlsHandshake(
            Worker worker,
            Wire below,
            TlsEngine engine,
            TlsClassifier classifier,
            HandshakeObserver observer) {
        this.worker = worker;
        this.below = below;
        this.engine = engine;
        this.records = new RecordWriter(worker, below, engine);
        this.classifier = classifier;
        this.observer = observer;
    }

    /** A client speaks first, a server waits. */
    public void start() {
        below.reader(this);
        advance(null, 0, 0);
        below.resumeReading();
    }

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        if (!anyByteSeen) {
            anyByteSeen = true;
            if (isPlainText(chunk, from, to)) {
                return;
            }
        }
        advance(chunk, from, to);
    }

    /** The peek is made for what clients say; it tells a stranger among servers as well. */
    private boolean isPlainText(Chunk chunk, int from, int to) {
        byte first = chunk.at(from);
        if (first == ALERT || first == HANDSHAKE) {
            return false;
        }
        var peek = new ClientHelloPeek();
        peek.feed(chunk.buffer(), from, to);
        if (peek.atEnd() instanceof Peeked.NotTls other) {
            fail(new TlsFailure.PlainText(other));
            return true;
        }
        return false;
    }

    private void advance(@Nullable Chunk chunk, int from, int to) {
        int at = from;
        Step step;
        do {
            step = engine.handshake(chunk, at, to);
            at = to - engine.inputLeft();
            records.sendOutput();
        } while (step == Step.FULL);
        switch (step) {
            case DONE -> done(chunk, at, to);
            case ENDED -> fail(new TlsFailure.Ended(anyByteSeen));
            case FAILED -> fail(new TlsFailure.Protocol(engine.failure(), false));
            default -> {}
        }
    }

    private void done(@Nullable Chunk chunk, int at, int to) {
        over = true;
        var wire = new TlsWire(worker, below, engine, classifier);
        wire.begin(chunk, at, to);
        TlsFailure broken = wire.failure();
        if (broken == null) {
            observer.onHandshakeDone(wire);
        } else {
            observer.onHandshakeFailed(broken); // by what came right behind it
        }
    }

    @Override
    public void onEnd(Wire wire) {
        fail(new TlsFailure.Ended(anyByteSeen));
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        fail(new TlsFailure.Broken(errno));
    }

    private void fail(TlsFailure why) {
        over = true;
        engine.free();
        if (why instanceof TlsFailure.Protocol && below.isOpen()) {
            Farewell.say(worker, below); // there is an alert on its way
        } else {
            below.close();
        }
        observer.onHandshakeFailed(why);
    }

    /** Ends it without a word to anybody. Once it is over, that is no longer its business. */
    public void reset() {
        if (!over) {
            over = true;
            engine.free();
            below.reset();
        }
    }

    /** Whether the peer has said anything at all. */
    public boolean heardAnything() {
        return anyByteSeen;
    }

    @Override
    public void onMoved(Wire wire, int bytes) {}

    @Override
    public void onDrained(Wire wire) {}
}
