package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.connection.DownstreamConnection.Session;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A stream that asks to become a WebSocket (RFC 8441), and then the wire that it is: what its DATA frames
 * carry, without them. END_STREAM is the FIN of it, and RST_STREAM the reset.
 */
final class StreamTunnel implements Wire {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebSocketKey key;
    private final Wire below;
    private final Timeline times;
    private @Nullable Http2ClientStream stream; // null: closed
    private @Nullable Session session; // whoever relays, once somebody does
    private @Nullable WireReader reader;

    StreamTunnel(Http2ClientStream stream, Wire below) {
        this.stream = stream;
        this.below = below;
        this.times = new Timeline(stream.connection().worker().turn());
        this.key = WebSocketKey.ask(stream.request());
    }

    /** Why the answer makes no tunnel and may not be passed on either, or null. */
    @Nullable Fault misfit(ResponseHead head) {
        if (head.status() == SWITCHING_PROTOCOLS) {
            return key.isAcceptedBy(head.fields())
                    ? null
                    : Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                            .with(
                                    "rule",
                                    "RFC 6455 4.2.2: Sec-WebSocket-Accept is not for our key");
        }
        // RFC 8441 5: any 2xx would tell the client that it has its WebSocket.
        return head.status() / 100 == 2
                ? Fault.of(ApplicationFault.UPGRADE_REFUSED, Side.UPSTREAM, Stage.RESPONSE)
                        .with("status", Integer.toString(head.status()))
                : null;
    }

    void begin(Session relaying, long now) {
        session = relaying;
        times.begin(Phase.WORK, now);
    }

    boolean isRunning() {
        return session != null;
    }

    Timeline times() {
        return times;
    }

    void ended(long now) {
        session = null;
        times.end(now);
    }

    void cut(Fault reason) {
        if (session != null) {
            session.cut(reason);
        }
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
        Http2ClientStream closing = stream;
        stream = null;
        if (closing != null) {
            closing.closeWire(false);
        }
    }

    @Override
    public void reset() {
        Http2ClientStream closing = stream;
        stream = null;
        if (closing != null) {
            closing.closeWire(true);
        }
    }

    @Override
    public boolean isOpen() {
        return stream != null && stream.isOpen();
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
