package io.faultline.benchmarks.micro.memory;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One end of a connection in memory. What one end writes is delivered to the other by a task of the loop, as a socket would become readable. */
final class MemoryPipe implements Wire {

    private static final int CAPACITY = 256 * 1024;
    private static final int CONNECTION_RESET = 104;

    /** Both ends. */
    record Pair(MemoryPipe first, MemoryPipe second) {}

    private final Executor loop;
    private final PeerAddress local;
    private final PeerAddress remote;
    private final Runnable deliver = this::deliver;
    private Chunk incoming = Chunk.allocate(CAPACITY);
    private Chunk lent = Chunk.allocate(CAPACITY);
    private int length;
    private @Nullable MemoryPipe peer;
    private @Nullable WireReader reader;
    private boolean reading;
    private boolean scheduled;
    private boolean ended;
    private boolean endTold;
    private boolean open = true;

    private MemoryPipe(Executor loop, PeerAddress local, PeerAddress remote) {
        this.loop = loop;
        this.local = local;
        this.remote = remote;
    }

    static Pair pair(Executor loop, PeerAddress a, PeerAddress b) {
        var first = new MemoryPipe(loop, a, b);
        var second = new MemoryPipe(loop, b, a);
        first.peer = second;
        second.peer = first;
        return new Pair(first, second);
    }

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        MemoryPipe other = peer;
        if (open && other != null && other.open) {
            if (other.length + to - from > CAPACITY) {
                throw new IllegalStateException("more is under way than this network holds");
            }
            chunk.copyTo(from, other.incoming, other.length, to - from);
            other.length += to - from;
            other.schedule();
        }
        return true;
    }

    private void schedule() {
        if (!scheduled && reading && (length > 0 || ended)) {
            scheduled = true;
            loop.execute(deliver);
        }
    }

    private void deliver() {
        scheduled = false;
        WireReader to = reader;
        if (!open || !reading || to == null) {
            return;
        }
        if (length > 0) {
            Chunk full = incoming;
            int count = length;
            incoming = lent;
            lent = full;
            length = 0;
            to.onBytes(this, full, 0, count);
            schedule();
        } else if (ended && !endTold) {
            endTold = true;
            to.onEnd(this);
        }
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        if (length > 0) {
            throw new IllegalStateException("an end wrote to itself");
        }
        chunk.copyTo(from, incoming, 0, to - from);
        length = to - from;
    }

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public void resumeReading() {
        reading = true;
        schedule();
    }

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public int backlogBytes() {
        return 0;
    }

    @Override
    public void finish() {
        MemoryPipe other = peer;
        if (other != null) {
            other.ended = true;
            other.schedule();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            finish();
        }
    }

    @Override
    public void reset() {
        MemoryPipe other = peer;
        if (open && other != null) {
            open = false;
            loop.execute(other::broken);
        }
    }

    private void broken() {
        WireReader to = reader;
        if (open && to != null) {
            open = false;
            to.onBroken(this, CONNECTION_RESET);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public PeerAddress localAddress() {
        return local;
    }

    @Override
    public PeerAddress remoteAddress() {
        return remote;
    }
}
