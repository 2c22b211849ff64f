package io.faultline.benchmarks.micro.http;

import io.faultline.core.wire.Chunk;
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
import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.wire.Outbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Both ends of an HTTP/2 connection, with memory between them. On the worker's loop only. */
final class Http2Pair {

    private static final byte[] POST = Ascii.bytes("POST");
    private static final byte[] AUTHORITY = Ascii.bytes("shop.example");
    private static final byte[] PATH = Ascii.bytes("/products/list");
    private static final Fields NOTHING = fields();
    private static final Fields REQUEST =
            fields("user-agent", "benchmark/1.0", "accept", "*/*", "content-type", "text/plain");
    private static final Fields ANSWER =
            fields("server", "shop/1.4", "content-type", "text/plain", "vary", "accept");

    private static final Limit PLENTY = Limit.of("plenty", Integer.MAX_VALUE, "all", "");
    private static final Timer LONG = Timer.of("long", Duration.ofDays(1), "");
    private static final int WINDOW = 1 << 20;

    private final Worker worker;
    private final HpackBlock block = new HpackBlock();
    private final MemoryWire clientWire;
    private final MemoryWire serverWire;
    private final End client;
    private final End server;
    private int answered;

    Http2Pair(Worker worker) {
        this.worker = worker;
        this.clientWire = new MemoryWire();
        this.serverWire = new MemoryWire();
        this.client = new End(false, clientWire);
        this.server = new End(true, serverWire);
    }

    private static Fields fields(String... namesAndValues) {
        var fields = new Fields();
        fields.clear();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(Ascii.bytes(namesAndValues[i]), Ascii.bytes(namesAndValues[i + 1]));
        }
        return fields;
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

    void start() {
        client.http2.start();
        server.http2.start();
        turn();
    }

    void stop() {
        client.http2.end();
        server.http2.end();
    }

    /** So many requests at once, until the last one is answered. */
    void exchange(int count, Chunk body, int length) {
        answered = 0;
        server.body = body;
        server.length = length;
        for (int i = 0; i < count; i++) {
            client.take().ask(body, length);
        }
        while (answered < count) {
            turn();
        }
    }

    /** What one loop would do in a turn, for each end. */
    private void turn() {
        client.outbox.flush();
        clientWire.deliverTo(serverWire);
        server.outbox.flush();
        serverWire.deliverTo(clientWire);
    }

    private final class End implements Http2Role {

        final Outbox outbox;
        final Http2Connection http2;
        private final ArrayDeque<Stream> spare = new ArrayDeque<>();
        Chunk body = Chunk.allocate(1);
        int length;

        End(boolean asServer, MemoryWire wire) {
            Executor turnsAreOurs = action -> {};
            outbox = new Outbox(turnsAreOurs);
            http2 = new Http2Connection(this, asServer, wire, outbox, worker, limits(), block);
        }

        Stream take() {
            Stream stream = spare.pollLast();
            return stream == null ? new Stream(this) : stream;
        }

        @Override
        public Http2Stream onOpened(int id) {
            return take();
        }

        @Override
        public void onError(ErrorCode code, String rule, @Nullable Abuse abuse) {
            throw new IllegalStateException(code + " " + rule);
        }

        @Override
        public void onSilence(Timer timer) {
            throw new IllegalStateException(timer.text());
        }

        @Override
        public void onRead(int bytes) {}

        @Override
        public void onSettings() {}

        @Override
        public void onStreamEnded() {}

        @Override
        public void onGoAway(int lastStream, int code, String debug) {}

        @Override
        public void onEnd() {}

        @Override
        public void onBroken(int errno) {}
    }

    /** Asks with a body, or answers with one. */
    private final class Stream extends Http2Stream {

        private final End end;
        private final Fields fields = new Fields();

        Stream(End end) {
            this.end = end;
        }

        void ask(Chunk body, int length) {
            end.http2.open(this);
            HpackEncoder encoder = beginHeaders();
            encoder.method(POST, 0, POST.length);
            encoder.scheme(true);
            encoder.pseudo(PseudoField.AUTHORITY, AUTHORITY, 0, AUTHORITY.length);
            encoder.path(PATH, 0, PATH.length, -1, -1);
            encoder.fields(REQUEST);
            send(encoder, body, length);
        }

        private void send(HpackEncoder encoder, Chunk body, int length) {
            encoder.contentLength(length);
            sendHeaders(false);
            sendBody(body, 0, length, true);
            takeBody(true);
        }

        @Override
        protected Fields beginBlock() {
            fields.clear();
            return fields;
        }

        @Override
        protected void onBlock(HpackDecoder decoded, boolean endStream) {
            headIsComplete();
            takeBody(true);
        }

        @Override
        protected void onBody(Chunk chunk, int from, int to) {}

        @Override
        protected void onRemoteEnd() {
            if (end == server) {
                HpackEncoder encoder = beginHeaders();
                encoder.status(200);
                encoder.fields(ANSWER);
                send(encoder, end.body, end.length);
            } else {
                answered++;
            }
        }

        @Override
        protected void onLocalEnd() {}

        @Override
        protected void onDrained() {
            sendRest(NOTHING);
        }

        @Override
        protected void onReset(int code) {
            throw new IllegalStateException(ErrorCode.text(code));
        }

        @Override
        protected void onBroken(ErrorCode code, String rule) {
            throw new IllegalStateException(code + " " + rule);
        }

        @Override
        protected void onClosed() {
            end.spare.addLast(this);
        }
    }
}
