package io.faultline.l7.downstream;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2 as the wire that it is: what its DATA frames carry, without them. END_STREAM is the
 * FIN of it, RST_STREAM the reset, its windows are the back-pressure. On the worker's loop only.
 */
final class StreamWire implements Wire {

    private final Wire below;
    private @Nullable WireStream stream; // null: closed
    private @Nullable WireReader reader;
    private @Nullable Fault why;

    StreamWire(WireStream stream, Wire below) {
        this.stream = stream;
        this.below = below;
    }

    // ---- told by the stream

    void bytes(Chunk chunk, int from, int to) {
        if (reader != null && stream != null) {
            reader.onBytes(this, chunk, from, to);
        }
    }

    void end() {
        if (reader != null && stream != null) {
            reader.onEnd(this);
        }
    }

    void drained() {
        if (reader != null && stream != null) {
            reader.onDrained(this);
        }
    }

    /** The stream has ended before its time. */
    void broken(Fault reason) {
        if (stream != null) {
            stream = null;
            why = reason;
            if (reader != null) {
                reader.onBroken(this, Errno.ECONNRESET);
            }
        }
    }

    // ---- the wire

    @Override
    public void reader(WireReader newReader) {
        reader = newReader;
    }

    @Override
    public void resumeReading() {
        if (stream != null) {
            stream.takeBody(true);
        }
    }

    @Override
    public void pauseReading() {
        if (stream != null) {
            stream.takeBody(false);
        }
    }

    @Override
    public void unread(Chunk chunk, int from, int to) {
        if (stream != null) {
            stream.unread(chunk, from, to);
        }
    }

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        return stream != null && stream.write(chunk, from, to);
    }

    @Override
    public int backlogBytes() {
        return stream == null ? 0 : stream.unsentBytes();
    }

    @Override
    public void finish() {
        if (stream != null) {
            stream.finish();
        }
    }

    @Override
    public void close() {
        end(false);
    }

    @Override
    public void reset() {
        end(true);
    }

    private void end(boolean broken) {
        WireStream ending = stream;
        stream = null;
        if (ending != null) {
            ending.closeWire(broken);
        }
    }

    @Override
    public boolean isOpen() {
        return stream != null && stream.isOpen();
    }

    @Override
    public @Nullable Fault whyBroken() {
        return why;
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
}
