package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireBench;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.connection.Abuse;
import io.faultline.l7.http2.connection.Http2Connection;
import io.faultline.l7.http2.connection.Http2Limits;
import io.faultline.l7.http2.connection.Http2Role;
import io.faultline.l7.http2.connection.Http2Stream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Fields;
import io.faultline.l7.wire.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bench whose wires are streams of HTTP/2: plain clients reach it through a bridge. */
final class StreamBench extends WireBench {

    private static final Limit PLENTY = Limit.of("plenty", 1_000_000, "1000000", "");
    private static final Timer LONG = Timer.of("long", Duration.ofMinutes(1), "");
    private static final int WINDOW = 64 * 1024;

    private final StreamBridge bridge;
    private final Outbox outbox;
    private final HpackBlock block = new HpackBlock();
    private final List<Wire> below = new ArrayList<>(); // on the loop only

    StreamBench(Worker.Kind kind) throws Exception {
        super(kind);
        outbox = new Outbox(worker::execute);
        bridge = new StreamBridge(super.port());
    }

    private static Http2Limits limits() {
        return new Http2Limits(
                PLENTY,
                WINDOW,
                WINDOW,
                WINDOW,
                WINDOW,
                16 * 1024,
                4 * 1024,
                true,
                HeadLimits.DEFAULTS,
                LONG,
                Timer.NONE,
                LONG,
                PLENTY,
                PLENTY,
                PLENTY);
    }

    @Override
    protected void accepted(Wire wire) {
        below.add(wire);
        new Client(wire).http2.start();
        wire.resumeReading();
    }

    @Override
    public int port() {
        return bridge.port();
    }

    @Override
    public void close() throws Exception {
        bridge.close();
        onLoop(() -> below.forEach(Wire::close));
        super.close();
    }

    /** The connection of one client, whose only stream becomes a wire. */
    private final class Client implements Http2Role {

        private final Wire wire;
        final Http2Connection http2;

        Client(Wire wire) {
            this.wire = wire;
            http2 = new Http2Connection(this, true, wire, outbox, worker, limits(), block);
        }

        @Override
        public Http2Stream onOpened(int id) {
            return new Stream(wire);
        }

        @Override
        public void onEnd() {
            broken("FIN");
        }

        @Override
        public void onBroken(int errno) {
            broken("errno " + errno);
        }

        private void broken(String seen) {
            http2.endStreams(each -> ((Stream) each).wire.broken(left(seen)));
            http2.end();
            wire.close();
        }

        @Override
        public void onError(ErrorCode code, String rule, @Nullable Abuse abuse) {
            throw new AssertionError(code + " " + rule);
        }

        @Override
        public void onSilence(Timer timer) {
            throw new AssertionError(timer.text());
        }

        @Override
        public void onRead(int bytes) {}

        @Override
        public void onRefused() {}

        @Override
        public void onResetSent() {}

        @Override
        public void onSettings() {}

        @Override
        public void onGoAway(int lastStream, int code, String debug) {}

        @Override
        public void onStreamEnded() {}

        @Override
        public void onDrained() {}
    }

    private static Fault left(String seen) {
        return Fault.of(ApplicationFault.CLIENT_ABORT, Side.CLIENT, Stage.RELAY).with("seen", seen);
    }

    /** Nothing but a wire from its head on. */
    private final class Stream extends WireStream {

        final StreamWire wire;
        private final Fields fields = new Fields();

        Stream(Wire below) {
            wire = new StreamWire(this, below);
        }

        @Override
        protected Fields beginBlock() {
            fields.clear();
            return fields;
        }

        @Override
        protected void onBlock(HpackDecoder decoded, boolean endStream) {
            headIsComplete();
            beginHeaders().status(200);
            sendHeaders(false);
            ready(wire);
        }

        @Override
        protected void onBody(Chunk chunk, int from, int to) {
            wire.bytes(chunk, from, to);
        }

        @Override
        protected void onRemoteEnd() {
            wire.end();
        }

        @Override
        protected void onLocalEnd() {}

        @Override
        protected void onDrained() {
            wire.drained();
        }

        @Override
        protected void onReset(int code) {
            wire.broken(left("RST_STREAM " + ErrorCode.text(code)));
        }

        @Override
        protected void onBroken(ErrorCode code, String rule) {
            throw new AssertionError(code + " " + rule);
        }

        @Override
        protected void onClosed() {}
    }
}
