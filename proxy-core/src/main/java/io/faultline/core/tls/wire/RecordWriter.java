package io.faultline.core.tls.wire;

import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;

/**
 * The writing half of a {@link TlsWire}: seals bytes into the worker's shared chunk, many records
 * together, and sends them with one call below. On the worker's loop only.
 */
final class RecordWriter {

    private static final int SEALED_AT_ONCE = 64 * 1024; // plain bytes per call of the engine
    private static final int RECORD = 16 * 1024;
    private static final int FAILED = -1;

    private final Worker worker;
    private final Wire below;
    private final TlsEngine engine;
    private int acceptedBytes; // plain bytes since the wire below had taken everything

    RecordWriter(Worker worker, Wire below, TlsEngine engine) {
        this.worker = worker;
        this.below = below;
        this.engine = engine;
    }

    /** False when the engine cannot seal any more; it knows why. */
    boolean write(Chunk chunk, int from, int to) {
        accept(to - from);
        return send(seal(chunk, from, to, 0));
    }

    /** The same for two runs that belong together. */
    boolean write(Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        int head = to - from;
        accept(head + secondTo - secondFrom);
        if (head >= RECORD || secondTo == secondFrom) {
            int sealed = seal(first, from, to, 0);
            return send(sealed < 0 ? sealed : seal(second, secondFrom, secondTo, sealed));
        }
        // A short first run would make a record of its own: the two fill one together.
        if (head <= secondFrom) {
            return send(sealInFront(first, from, head, second, secondFrom, secondTo));
        }
        int joined = Math.min(secondTo - secondFrom, RECORD - head);
        Chunk record = worker.chunks().take(RECORD);
        first.copyTo(from, record, 0, head);
        second.copyTo(secondFrom, record, head, joined);
        int sealed = seal(record, 0, head + joined, 0);
        worker.chunks().giveBack(record);
        return send(sealed < 0 ? sealed : seal(second, secondFrom + joined, secondTo, sealed));
    }

    /**
     * The first run takes the place in front of the second for as long as it is sealed, and what stood
     * there comes back: a few hundred bytes are moved instead of a body.
     */
    private int sealInFront(
            Chunk first, int from, int length, Chunk second, int secondFrom, int secondTo) {
        int start = secondFrom - length;
        Chunk kept = worker.chunks().take(length);
        second.copyTo(start, kept, 0, length);
        first.copyTo(from, second, start, length);
        int sealed = seal(second, start, secondTo, 0);
        kept.copyTo(0, second, start, length);
        worker.chunks().giveBack(kept);
        return sealed;
    }

    private void accept(int plainBytes) {
        acceptedBytes = below.backlogBytes() == 0 ? plainBytes : acceptedBytes + plainBytes;
    }

    /**
     * Seals into the shared chunk behind what stands there already; a full chunk goes below.
     *
     * @return bytes in the shared chunk that have yet to go below, or {@link #FAILED}
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
                return FAILED;
            }
            sealed += produced;
            at += length;
        }
        return sealed;
    }

    private boolean send(int sealed) {
        if (sealed > 0) {
            below.write(worker.sealed(), 0, sealed);
        }
        return sealed != FAILED;
    }

    /** What the engine wants to say by itself: handshake, alerts, tickets. */
    void sendOutput() {
        Chunk sealed = worker.sealed();
        for (int length; (length = engine.takeOutput(sealed)) > 0; ) {
            below.write(sealed, 0, length);
        }
    }

    /** Counted in plain bytes, of which never more wait than were written. */
    int backlogBytes() {
        int sealed = below.backlogBytes();
        return sealed == 0 ? 0 : Math.max(1, Math.min(sealed, acceptedBytes));
    }
}
