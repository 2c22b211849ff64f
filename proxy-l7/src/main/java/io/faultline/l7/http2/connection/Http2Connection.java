package io.faultline.l7.http2.connection;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameWriter;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.wire.Outbox;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection, whichever end of it we are: the {@link Http2Role} says what a stream is for.
 * {@link Incoming} judges what comes, {@link Delivery} hands it up and opens windows, {@link SendQueue}
 * decides who sends next, {@link AbuseWatch} what is too much, {@link Liveness} what takes too long.
 *
 * <p>On the worker's loop only.
 */
public final class Http2Connection implements WireReader {

    /** Whoever asks and does not read gets no more answers than these: nothing more is read either. */
    private static final int MOST_WAITING = 256 * 1024;

    final Http2Role role;
    final boolean server;
    final Wire wire;
    final Outbox outbox;
    final Worker worker;
    final Http2Limits limits;
    final HpackBlock block;
    final HpackDecoder decoder;
    final HpackEncoder encoder;
    final Settings peer = new Settings();
    final StreamTable streams = new StreamTable();
    final RecentStreams recent = new RecentStreams();
    final AbuseWatch watch;
    final SendQueue sending;
    final Delivery delivery;
    final Liveness liveness;
    final Farewell farewell;
    int lastOpened; // by the peer
    int nextOwn;

    private final FrameReader reader;
    private boolean over;
    private boolean heldUp; // until the peer has read what waits for it

    /**
     * @param server whether the peer is a client
     * @param block shared by all connections of a worker
     */
    public Http2Connection(
            Http2Role role,
            boolean server,
            Wire wire,
            Outbox outbox,
            Worker worker,
            Http2Limits limits,
            HpackBlock block) {
        this.role = role;
        this.server = server;
        this.wire = wire;
        this.outbox = outbox;
        this.worker = worker;
        this.limits = limits;
        this.block = block;
        this.nextOwn = server ? 2 : 1;
        int headBytes = limits.headListBytes();
        this.decoder =
                new HpackDecoder(limits.headerTableSize(), headBytes, limits.heads().maxFields());
        this.encoder = new HpackEncoder(block);
        this.watch = new AbuseWatch(worker, limits);
        this.sending = new SendQueue(this);
        this.delivery = new Delivery(this);
        this.liveness = new Liveness(this);
        this.farewell = new Farewell(this);
        var incoming = new Incoming(this);
        int maxBlock = headBytes * 2; // Huffman may lengthen what it should shorten
        this.reader =
                server
                        ? FrameReader.ofClient(incoming, limits.maxFrameSize(), maxBlock)
                        : FrameReader.ofServer(incoming, limits.maxFrameSize(), maxBlock);
    }

    /** Says hello, and hears what comes. When the wire is read is the caller's to say. */
    public void start() {
        Outbox out = out();
        if (!server) {
            out.put(FrameReader.preface());
        }
        limits.announce(server, out);
        int more = delivery.window().firstUpdate();
        if (more > 0) {
            FrameWriter.windowUpdate(out, 0, more);
        }
        wire.reader(this);
        liveness.start();
    }

    // ---- the wire

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        if (over) {
            return;
        }
        liveness.heard();
        reader.feed(chunk, start, end);
        delivery.tellConnection();
        role.onRead(end - start);
        if (server && wire.backlogBytes() > MOST_WAITING) { // an endpoint that does so is given up
            heldUp = true;
            wire.pauseReading();
        }
    }

    @Override
    public void onEnd(Wire ended) {
        role.onEnd();
    }

    @Override
    public void onBroken(Wire broken, int errno) {
        role.onBroken(errno);
    }

    @Override
    public void onDrained(Wire drained) {
        watch.allRead();
        if (heldUp) {
            heldUp = false;
            wire.resumeReading();
        }
        sending.goOn();
        if (wire.backlogBytes() == 0) {
            role.onDrained();
        }
    }

    // ---- streams

    /** Another stream of ours may begin. */
    public boolean mayOpen() {
        return mayEverOpen() && streams.count() < peer.maxConcurrentStreams();
    }

    /** Another stream may begin, sooner or later. */
    public boolean mayEverOpen() {
        return !over && !farewell.isSaid() && nextOwn > 0;
    }

    /** Begins a stream of ours, whose head has to follow at once. */
    public void open(Http2Stream stream) {
        accept(stream, nextOwn);
        nextOwn += 2; // negative behind the last one there is
    }

    void accept(Http2Stream stream, int id) {
        stream.begin(this, id, peer.initialWindowSize(), limits.streamWindow());
        streams.put(stream);
    }

    /** What the encoder has put together goes out. */
    void sendHeaders(Http2Stream stream, boolean endStream) {
        FrameWriter.headers(
                out(),
                stream.id(),
                block.bytes(),
                0,
                block.length(),
                endStream,
                peer.maxFrameSize());
        if (endStream) {
            localEnded(stream);
        }
    }

    void sendTrailers(Http2Stream stream, Fields trailers) {
        encoder.begin();
        encoder.fields(trailers);
        sendHeaders(stream, true);
    }

    void localEnded(Http2Stream stream) {
        stream.localEnded = true;
        stream.onLocalEnd();
        closeIfDone(stream);
    }

    void resetStream(Http2Stream stream, ErrorCode code) {
        sendReset(stream.id(), code);
        leave(stream);
        closed(stream);
    }

    /** The peer broke a rule, and only this stream is lost. */
    void streamError(Http2Stream stream, ErrorCode code, String rule) {
        if (!watch.allows(Abuse.STREAM_ERRORS)) {
            abused();
            return;
        }
        sendReset(stream.id(), code);
        leave(stream);
        stream.onBroken(code, rule);
        closed(stream);
    }

    void sendReset(int id, ErrorCode code) {
        FrameWriter.resetStream(out(), id, code);
        recent.reset(id);
        if (code == ErrorCode.REFUSED_STREAM) {
            role.onRefused();
        } else if (code != ErrorCode.NO_ERROR) {
            role.onResetSent();
        }
    }

    void resetByPeer(Http2Stream stream, int code) {
        if (stream.remoteEnded && (code == ErrorCode.NO_ERROR.code() || !server)) {
            // RFC 9113 8.1: the answer is whole, and may still wait here; only our half is not
            // wanted, whatever an endpoint calls that.
            sending.drop(stream);
            stream.localEnded = true;
            closeIfDone(stream);
            return;
        }
        recent.ended(stream.id());
        leave(stream);
        stream.onReset(code);
        closed(stream);
    }

    void closeIfDone(Http2Stream stream) {
        if (stream.isDone()) {
            watch.completed();
            recent.ended(stream.id());
            leave(stream);
            closed(stream);
        }
    }

    private void leave(Http2Stream stream) {
        streams.remove(stream.id());
        sending.drop(stream);
        delivery.drop(stream);
        stream.left();
    }

    private void closed(Http2Stream stream) {
        stream.onClosed();
        role.onStreamEnded();
    }

    /** Every stream that is open ends without a word to the peer; the caller tells each why. */
    public void endStreams(Consumer<Http2Stream> ending) {
        for (Http2Stream each = streams.any(); each != null; each = streams.any()) {
            leave(each);
            ending.accept(each);
            each.onClosed();
        }
    }

    /** The same for those that the peer has said it will not answer. */
    public void endStreamsAbove(int lastStream, Consumer<Http2Stream> ending) {
        for (Http2Stream each = streams.above(lastStream);
                each != null;
                each = streams.above(lastStream)) {
            recent.reset(each.id()); // what the peer says of it in spite of that is thrown away
            leave(each);
            ending.accept(each);
            each.onClosed();
        }
    }

    // ---- the end

    public void ping(long data) {
        FrameWriter.ping(out(), false, data);
    }

    /** Lets the peer know that we leave; what is under way is finished. */
    public void drain() {
        farewell.drain();
    }

    /** Last words, for a reason of ours. The wire is the caller's to end. */
    public void goAway(ErrorCode code, String debug) {
        if (!over) {
            FrameWriter.goAway(out(), lastOpened, code, Ascii.bytes(debug));
            end();
        }
    }

    /** Nothing is read any more. The wire is the caller's to end. */
    public void end() {
        over = true;
        reader.stop();
        liveness.end();
    }

    /** RFC 9113 5.4.1. */
    void fail(ErrorCode code, String rule, @Nullable Abuse abuse) {
        if (!over) {
            goAway(code, rule);
            role.onError(code, rule, abuse);
        }
    }

    /** A limit was met. */
    void abused() {
        Abuse met = watch.met();
        fail(ErrorCode.ENHANCE_YOUR_CALM, met == null ? "" : met.what(), met);
    }

    void timedOut(Timer timer, ErrorCode code) {
        if (!over) {
            goAway(code, "no answer in time");
            role.onSilence(timer);
        }
    }

    // ---- facts

    Outbox out() {
        return outbox.to(wire);
    }

    ChunkPool chunks() {
        return worker.chunks();
    }

    /** Nothing is read any more. */
    public boolean isOver() {
        return over;
    }

    /** Nothing new that the peer opens is served, and it knows. */
    public boolean isClosing() {
        return farewell.isClosing();
    }

    /** The peer said that it leaves. */
    public boolean isPeerLeaving() {
        return farewell.isPeerLeaving();
    }

    /** The peer has begun a head and has not ended it. */
    public boolean isInsideBlock() {
        return reader.isInsideBlock();
    }

    /** The peer's preface has come. */
    public boolean isGreeted() {
        return reader.isGreeted();
    }

    /** What the peer has asked for. */
    public Settings peer() {
        return peer;
    }

    public Http2Limits limits() {
        return limits;
    }

    public int openStreams() {
        return streams.count();
    }

    /** Bytes that came and that nobody has taken. */
    public int bufferedBytes() {
        return delivery.window().bufferedBytes();
    }
}
