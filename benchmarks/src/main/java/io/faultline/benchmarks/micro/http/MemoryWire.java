package io.faultline.benchmarks.micro.http;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import org.jspecify.annotations.Nullable;

/** A wire without a network: what is written lies here until it is delivered to the other end. */
final class MemoryWire implements Wire {

    private static final PeerAddress NOWHERE = PeerAddress.ofV4(0x7f000001, 1);
    private static final int CAPACITY = 4 << 20;

    private final Chunk written = Chunk.allocate(CAPACITY);
    private int length;
    private @Nullable WireReader reader;

    /** The other end reads all of it. */
    void deliverTo(MemoryWire other) {
        WireReader peer = other.reader;
        int end = length;
        length = 0;
        if (peer != null && end > 0) {
            peer.onBytes(other, written, 0, end);
        }
    }

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        chunk.copyTo(from, written, length, to - from);
        length += to - from;
        return true;
    }

    @Override
    public int backlogBytes() {
        return 0;
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        throw new UnsupportedOperationException("nobody gives anything back here");
    }

    @Override
    public void resumeReading() {}

    @Override
    public void pauseReading() {}

    @Override
    public void finish() {}

    @Override
    public void close() {}

    @Override
    public void reset() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public PeerAddress localAddress() {
        return NOWHERE;
    }

    @Override
    public PeerAddress remoteAddress() {
        return NOWHERE;
    }
}
