package io.faultline.core.tls;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsEngine.Step;
import io.faultline.core.tls.hello.ClientHelloPeek;
import io.faultline.core.tls.hello.Peeked;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A wire that is TLS on the wire below.
 *
 * <p>What comes in one read from below is opened into the worker's shared chunk and handed up at once,
 * however many records it was; what is written is sealed, many records together, and leaves with one
 * call below. The slow peer's backlog is the one of the wire below, so it waits there as ciphertext and
 * is never held twice.
 *
 * <p>The two halves end on their own: close_notify from the peer is the end of its bytes, {@link
 * #finish} says close_notify and then FIN. A FIN without close_notify is told as an end too, and {@link
 * #endedCleanly} says no: only a reader whose message ends with the stream has to care.
 */
public final class TlsWire implements Wire, WireReader {

    /** Hears how the handshake ended: exactly one of the two, unless the wire was closed before. */
    public interface HandshakeObserver {

        /** The wire is silent until it is told to read. */
        void onHandshakeDone(TlsWire wire);

        /** The wire is closed already. */
        void onHandshakeFailed(TlsWire wire, TlsFailure failure);
    }

    private enum Phase {
        HANDSHAKE, // only the observer hears of it
        OPEN,
        CLOSED // no callback comes, the engine's memory is freed
    }

    private static final int SEALED_AT_ONCE = 64 * 1024; // plain bytes per call of the engine
    private static final int RECORD = 16 * 1024;
    private static final int ALERT = 21; // RFC 8446 5.1: types of records
    private static final int HANDSHAKE = 22;

    private final Worker worker;
    private final Wire below;
    private final TlsEngine engine;
    private final TlsClassifier classifier;
    private final HandshakeObserver observer;

    private Phase phase = Phase.HANDSHAKE;
    private @Nullable WireReader reader;
    private @Nullable HeldBytes unread;
    private @Nullable TlsFailure failure;

    private boolean anyByteSeen;
    private boolean reading;
    private boolean ended; // the peer has finished its half
    private boolean endTold;
    private boolean truncated; // by FIN alone
    private boolean finishing;
    private boolean waiting; // the writer was told to wait
    private int acceptedBytes; // plain bytes since the wire below had taken everything

    TlsWire(
            Worker worker,
            Wire below,
            TlsEngine engine,
            TlsClassifier classifier,
            HandshakeObserver observer) {
        this.worker = worker;
        this.below = below;
        this.engine = engine;
        this.classifier = classifier;
        this.observer = observer;
    }

    // ---- the handshake

    /** Begins the handshake. A client speaks first, a server waits. */
    public void start() {
        below.reader(this);
        shakeHands(null, 0, 0);
        below.resumeReading();
    }

    private void shakeHands(@Nullable Chunk chunk, int from, int to) {
        int at = from;
        Step step;
        do {
            step = engine.handshake(chunk, at, to);
            at = to - engine.inputLeft();
            sendOutput();
        } while (step == Step.FULL);
        switch (step) {
            case DONE -> handshakeDone(chunk, at, to);
            case FAILED, ENDED -> failHandshake(new TlsFailure.Protocol(engine.failure()));
            default -> {}
        }
    }

    private void handshakeDone(@Nullable Chunk chunk, int at, int to) {
        phase = Phase.OPEN;
        below.pauseReading();
        if (chunk != null) {
            // Whatever came with the last message waits until somebody reads; an empty rest too, as
            // the engine may have taken it in already.
            open(chunk, at, to);
        }
        if (phase == Phase.OPEN) {
            observer.onHandshakeDone(this);
        }
    }

    private void failHandshake(TlsFailure why) {
        failure = why;
        free();
        if (why instanceof TlsFailure.Protocol && below.isOpen()) {
            Farewell.say(worker, below); // there is an alert on its way
        } else {
            below.close();
        }
        observer.onHandshakeFailed(this, why);
    }

    // ---- what comes from below

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        if (phase == Phase.HANDSHAKE) {
            if (!anyByteSeen) {
                anyByteSeen = true;
                if (isPlainText(chunk, from, to)) {
                    return;
                }
            }
            shakeHands(chunk, from, to);
        } else if (!ended) {
            open(chunk, from, to);
        }
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
            failHandshake(new TlsFailure.PlainText(other));
            return true;
        }
        return false;
    }

    private void open(Chunk chunk, int from, int to) {
        Chunk target = worker.opened();
        int most = TlsEngine.mostInput(target);
        for (int at = from; ; at += most) {
            int end = Math.min(to, at + most);
            Step step = engine.open(chunk, at, end, target);
            sendOutput(); // tickets, key updates, alerts
            if (engine.openedBytes() > 0) {
                deliver(target, engine.openedBytes());
            }
            if (phase != Phase.OPEN) {
                return;
            }
            if (step == Step.ENDED) {
                ended = true;
                tellEnd();
                return;
            }
            if (step == Step.FAILED) {
                failure = new TlsFailure.Protocol(engine.failure());
                breakNow(Errno.EPROTO);
                return;
            }
            if (end == to) {
                return;
            }
        }
    }

    private void deliver(Chunk plain, int length) {
        if (reading && unread == null) {
            reader().onBytes(this, plain, 0, length);
        } else {
            hold(plain, 0, length);
        }
    }

    private void hold(Chunk plain, int from, int to) {
        HeldBytes before = unread;
        if (before == null) {
            unread = HeldBytes.copy(worker.chunks(), plain, from, to);
            return;
        }
        int length = before.length() + to - from;
        Chunk larger = worker.chunks().take(length);
        before.chunk().copyTo(0, larger, 0, before.length());
        plain.copyTo(from, larger, before.length(), to - from);
        before.giveBackTo(worker.chunks());
        unread = new HeldBytes(larger, length);
    }

    @Override
    public void onEnd(Wire wire) {
        if (phase == Phase.HANDSHAKE) {
            failHandshake(new TlsFailure.Ended(anyByteSeen));
        } else if (!ended) {
            ended = true;
            truncated = true;
            tellEnd();
        }
    }

    private void tellEnd() {
        if (reading && unread == null && !endTold && phase == Phase.OPEN) {
            endTold = true;
            reader().onEnd(this);
        }
    }

    @Override
    public void onDrained(Wire wire) {
        if (phase == Phase.OPEN && (waiting || finishing)) {
            waiting = false;
            reader().onDrained(this);
        }
    }

    @Override
    public void onBroken(Wire wire, int errno) {
        if (phase == Phase.HANDSHAKE) {
            failHandshake(new TlsFailure.Broken(errno));
        } else {
            breakNow(errno);
        }
    }

    private void breakNow(int errno) {
        if (phase == Phase.CLOSED) {
            return;
        }
        WireReader told = reader;
        below.reset();
        free();
        if (told != null) {
            told.onBroken(this, errno);
        }
    }

    @Override
    public void onMoved(Wire wire, int bytes) {}

    // ---- reading

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public void resumeReading() {
        if (phase != Phase.OPEN || reading) {
            return;
        }
        reading = true;
        if (unread != null || (ended && !endTold)) {
            worker.execute(this::readAgain);
        } else {
            below.resumeReading();
        }
    }

    /** What was held is told from the loop, not from inside the call that asked for it. */
    private void readAgain() {
        HeldBytes held = unread;
        if (phase != Phase.OPEN || !reading) {
            return;
        }
        if (held != null) {
            unread = null;
            reader().onBytes(this, held.chunk(), 0, held.length());
            held.giveBackTo(worker.chunks());
            if (phase != Phase.OPEN || !reading) {
                return;
            }
        }
        if (ended) {
            tellEnd();
        }
        if (phase == Phase.OPEN && reading) {
            below.resumeReading();
        }
    }

    @Override
    public void pauseReading() {
        reading = false;
        if (phase == Phase.OPEN) {
            below.pauseReading();
        }
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        assert unread == null : "bytes were given back twice";
        unread = HeldBytes.copy(worker.chunks(), chunk, from, to);
        pauseReading();
    }

    // ---- writing

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        if (!canWrite()) {
            return false;
        }
        accept(to - from);
        return sent(seal(chunk, from, to, 0));
    }

    @Override
    public boolean write(
            Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        if (!canWrite()) {
            return false;
        }
        int head = to - from;
        accept(head + secondTo - secondFrom);
        if (head >= RECORD || secondTo == secondFrom) {
            int sealed = seal(first, from, to, 0);
            return sent(sealed < 0 ? sealed : seal(second, secondFrom, secondTo, sealed));
        }
        // A short first run would make a record of its own: the two fill one together.
        int joined = Math.min(secondTo - secondFrom, RECORD - head);
        Chunk record = worker.chunks().take(RECORD);
        first.copyTo(from, record, 0, head);
        second.copyTo(secondFrom, record, head, joined);
        int sealed = seal(record, 0, head + joined, 0);
        worker.chunks().giveBack(record);
        return sent(sealed < 0 ? sealed : seal(second, secondFrom + joined, secondTo, sealed));
    }

    private boolean canWrite() {
        return phase == Phase.OPEN && !finishing && failure == null;
    }

    /**
     * Seals into the shared chunk behind what stands there already; a full chunk goes below.
     *
     * @return bytes in the shared chunk that have yet to go below, or -1
     */
    private int seal(Chunk chunk, int from, int to, int sealedAlready) {
        Chunk target = worker.sealed();
        int sealed = sealedAlready;
        for (int at = from; at < to; ) {
            int length = Math.min(to - at, SEALED_AT_ONCE);
            if (sealed + TlsEngine.sealedBytes(length) > target.capacity()) {
                below.write(target, 0, sealed);
                sealed = 0;
            }
            int produced = engine.seal(chunk, at, at + length, target, sealed);
            if (produced < 0) {
                return -1;
            }
            sealed += produced;
            at += length;
        }
        return sealed;
    }

    private void accept(int plainBytes) {
        acceptedBytes = below.backlogBytes() == 0 ? plainBytes : acceptedBytes + plainBytes;
    }

    private boolean sent(int sealed) {
        if (sealed < 0) {
            failLater();
            return false;
        }
        if (sealed > 0) {
            below.write(worker.sealed(), 0, sealed);
        }
        waiting = below.backlogBytes() > 0;
        return !waiting;
    }

    private void failLater() {
        failure = new TlsFailure.Protocol(engine.failure());
        worker.execute(() -> breakNow(Errno.EPROTO));
    }

    private void sendOutput() {
        Chunk sealed = worker.sealed();
        for (int length; (length = engine.takeOutput(sealed)) > 0; ) {
            below.write(sealed, 0, length);
        }
    }

    /** Counted in plain bytes, of which never more wait than were written. */
    @Override
    public int backlogBytes() {
        int sealed = below.backlogBytes();
        return sealed == 0 ? 0 : Math.max(1, Math.min(sealed, acceptedBytes));
    }

    @Override
    public void finish() {
        if (phase == Phase.OPEN && !finishing) {
            finishing = true;
            sayCloseNotify();
            below.finish();
        }
    }

    private void sayCloseNotify() {
        engine.closeNotify();
        sendOutput();
    }

    // ---- the end

    @Override
    public void close() {
        if (phase == Phase.OPEN && !finishing) {
            // Without it OpenSSL 3 clients report an unexpected end, and never resume the session.
            sayCloseNotify();
        }
        if (phase != Phase.CLOSED) {
            free();
            below.close();
        }
    }

    @Override
    public void reset() {
        if (phase != Phase.CLOSED) {
            free();
            below.reset();
        }
    }

    private void free() {
        phase = Phase.CLOSED;
        reading = false;
        engine.free();
        if (unread != null) {
            unread.giveBackTo(worker.chunks());
            unread = null;
        }
    }

    @Override
    public boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** False when the peer's bytes ended with a FIN and no close_notify: somebody may have cut them. */
    @Override
    public boolean endedCleanly() {
        return !truncated;
    }

    @Override
    public @Nullable Fault whyBroken() {
        TlsFailure known = failure;
        return known == null ? null : classifier.classify(known, null);
    }

    /** Whether the peer has said anything at all. */
    boolean heardAnything() {
        return anyByteSeen;
    }

    TlsEngine engine() {
        return engine;
    }

    @Override
    public void probeWhenIdle() {
        below.probeWhenIdle();
    }

    @Override
    public @Nullable TcpInfo tcpInfo() {
        return below.tcpInfo();
    }

    @Override
    public PeerAddress localAddress() {
        return below.localAddress();
    }

    @Override
    public PeerAddress remoteAddress() {
        return below.remoteAddress();
    }

    private WireReader reader() {
        WireReader known = reader;
        assert known != null : "a wire must have a reader before it reads";
        return known;
    }

    @Override
    public String toString() {
        return "TLS on " + below;
    }
}
