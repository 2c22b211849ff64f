package io.faultline.core.tls.wire;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsEngine.Step;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.HeldBytes;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import java.security.cert.X509Certificate;
import java.util.List;
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

    private enum Phase {
        OPEN,
        CLOSED // no callback comes, the engine's memory is freed
    }

    private final Worker worker;
    private final Wire below;
    private final TlsEngine engine;
    private final RecordWriter records;
    private final TlsClassifier classifier;

    private Phase phase = Phase.OPEN;
    private @Nullable WireReader reader;
    private final Unread unread;
    private @Nullable TlsFailure failure;
    private boolean resumed;

    private boolean reading;
    private boolean ended; // the peer has finished its half
    private boolean endTold;
    private boolean truncated; // by FIN alone
    private boolean finishing;
    private boolean waiting; // the writer was told to wait

    /** The handshake is over; it hands on what came behind it by {@link #begin}. */
    TlsWire(Worker worker, Wire below, TlsEngine engine, TlsClassifier classifier) {
        this.worker = worker;
        this.below = below;
        this.engine = engine;
        this.records = new RecordWriter(worker, below, engine);
        this.classifier = classifier;
        this.unread = new Unread(worker.chunks());
    }

    /**
     * Takes over the wire below. What came with the last message of the handshake waits until somebody
     * reads; an empty rest too, as the engine may have taken it in already.
     */
    void begin(@Nullable Chunk chunk, int from, int to) {
        below.reader(this);
        below.pauseReading();
        if (chunk != null) {
            open(chunk, from, to);
        }
    }

    // ---- what comes from below

    @Override
    public void onBytes(Wire wire, Chunk chunk, int from, int to) {
        if (!ended) {
            open(chunk, from, to);
        }
    }

    private void open(Chunk chunk, int from, int to) {
        Chunk target = worker.opened();
        int most = TlsEngine.mostInput(target);
        for (int at = from; ; at += most) {
            int end = Math.min(to, at + most);
            Step step = engine.open(chunk, at, end, target);
            if (step != Step.OPENED) {
                records.sendOutput(); // tickets, key updates, alerts
            }
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
                failure = new TlsFailure.Protocol(engine.failure(), true);
                breakNow(Errno.EPROTO);
                return;
            }
            if (end == to) {
                return;
            }
        }
    }

    private void deliver(Chunk plain, int length) {
        if (reading && unread.isEmpty()) {
            reader().onBytes(this, plain, 0, length);
        } else {
            unread.add(plain, 0, length);
        }
    }

    @Override
    public void onEnd(Wire wire) {
        if (!ended) {
            ended = true;
            truncated = true;
            tellEnd();
        }
    }

    private void tellEnd() {
        if (reading && unread.isEmpty() && !endTold && phase == Phase.OPEN) {
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
        breakNow(errno);
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
        if (!unread.isEmpty() || (ended && !endTold)) {
            worker.execute(this::readAgain);
        } else {
            below.resumeReading();
        }
    }

    /** What was held is told from the loop, not from inside the call that asked for it. */
    private void readAgain() {
        if (phase != Phase.OPEN || !reading) {
            return;
        }
        HeldBytes held = unread.take();
        if (held != null) {
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
        assert unread.isEmpty() : "bytes were given back twice";
        unread.add(chunk, from, to);
        pauseReading();
    }

    // ---- writing

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        return canWrite() && written(records.write(chunk, from, to));
    }

    @Override
    public boolean write(
            Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        return canWrite() && written(records.write(first, from, to, second, secondFrom, secondTo));
    }

    private boolean canWrite() {
        return phase == Phase.OPEN && !finishing && failure == null;
    }

    private boolean written(boolean sealed) {
        if (!sealed) {
            failLater();
            return false;
        }
        waiting = below.backlogBytes() > 0;
        return !waiting;
    }

    private void failLater() {
        failure = new TlsFailure.Protocol(engine.failure(), true);
        worker.execute(() -> breakNow(Errno.EPROTO));
    }

    @Override
    public int backlogBytes() {
        return records.backlogBytes();
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
        records.sendOutput();
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
        unread.giveBack();
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

    /** What broke TLS on it, if anything did. */
    @Nullable TlsFailure failure() {
        return failure;
    }

    /** What the peer proved itself with, its own certificate first; empty where it showed none. */
    public List<X509Certificate> peerChain() {
        byte @Nullable [][] encoded = engine.peerChain();
        List<X509Certificate> chain = encoded == null ? null : ChainVerifier.parse(encoded);
        return chain == null ? List.of() : chain;
    }

    /** What the handshake agreed on. */
    public TlsSession session() {
        return session(null);
    }

    /**
     * The same.
     *
     * @param serverName the name that the client asked for
     */
    public TlsSession session(@Nullable String serverName) {
        return Sessions.read(engine, serverName);
    }

    TlsEngine engine() {
        return engine;
    }

    @Override
    public void probeWhenIdle() {
        below.probeWhenIdle();
    }

    /** Said once, by whoever shook hands with an endpoint. */
    public void resumed(boolean byTicket) {
        resumed = byTicket;
    }

    @Override
    public boolean isResumed() {
        return resumed;
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
