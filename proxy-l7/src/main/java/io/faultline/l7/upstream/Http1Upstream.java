package io.faultline.l7.upstream;

import io.faultline.core.Stage;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.l7.http1.BodyParser;
import io.faultline.l7.http1.BodySink;
import io.faultline.l7.http1.ResponseParser;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint that speaks HTTP/1.1: one exchange after the other, never two at once.
 *
 * <p>It is used again only when nothing about its state is in doubt: the request was sent to its end,
 * the response came to its end, not one byte came behind it, and both sides mean to go on.
 *
 * <p>On the worker's loop only.
 */
public final class Http1Upstream
        implements UpstreamConnection, UpstreamStream, WireReader, BodySink {

    /** An answer that nobody wants is read to its end if that costs less than a new connection. */
    private static final int DISCARDED_UP_TO = 16 * 1024;

    /** Nobody needs as many; an endpoint that sends more is stuck in a loop, and the client with it. */
    private static final int MOST_INTERIMS = 16;

    private enum Phase {
        IDLE, // waits in the pool
        HEAD, // a request is on its way, its response has not begun or is still a head
        BODY,
        TAKEN_OVER, // no longer HTTP
        CLOSED
    }

    private final HttpPool pool;
    private final Wire wire;
    private final Endpoint endpoint;
    private final ResponseHead head = new ResponseHead();
    private final ResponseParser parser;
    private final BodyParser body;
    private final UpstreamFaults faults;
    private final RequestWriter request;
    private final Lifetime life;
    private final Waiting waiting;
    private final Splicing splicing;

    private Phase phase = Phase.IDLE;
    private @Nullable UpstreamEvents events; // null: nobody wants to know any more
    private Method method = Method.OTHER;
    private boolean keepsAlive;
    private long bodyLength;
    private int interims;

    Http1Upstream(HttpPool pool, Wire wire, Endpoint endpoint, long bornNanos, long diesNanos) {
        this.pool = pool;
        this.wire = wire;
        this.endpoint = endpoint;
        this.parser = new ResponseParser(pool.heads());
        this.body = BodyParser.ofResponses(pool.heads());
        this.request = new RequestWriter(pool.outbox(), wire);
        this.life = new Lifetime(pool.policy(), bornNanos, diesNanos);
        this.waiting = new Waiting(this, pool);
        this.splicing = new Splicing(wire);
        this.faults = new UpstreamFaults(wire, life, pool);
        wire.reader(this);
    }

    @Override
    public boolean wasUsed() {
        return life.wasUsed();
    }

    @Override
    public int room() {
        return isIdle() ? 1 : 0;
    }

    @Override
    public boolean isIdle() {
        return phase == Phase.IDLE;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public UpstreamStream begin(UpstreamEvents newEvents, Method requested, long now) {
        assert phase == Phase.IDLE : "one exchange at a time";
        waiting.over();
        events = newEvents;
        method = requested;
        request.begin();
        interims = 0;
        life.exchangeBegins(now);
        phase = Phase.HEAD;
        head.clear();
        parser.reset(requested);
        splicing.exchangeBegins();
        wire.resumeReading();
        return this;
    }

    // ---- the request

    @Override
    public void sendHead(RequestHead head) {
        request.head(head);
    }

    @Override
    public boolean sendBody(Chunk chunk, int from, int to) {
        return request.body(chunk, from, to);
    }

    @Override
    public void sendEnd(Fields trailers) {
        request.end(trailers);
    }

    // ---- the response

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        int at = start;
        while (at < end && (phase == Phase.HEAD || phase == Phase.BODY)) {
            at = phase == Phase.HEAD ? readHead(chunk, at, end) : readBody(chunk, at, end);
        }
        if (at < end && phase == Phase.TAKEN_OVER) {
            wire.unread(chunk, at, end);
        } else if (at < end && phase == Phase.IDLE) {
            leave(); // RFC 9112 9.2: bytes that no request asked for
        }
    }

    private int readHead(Chunk chunk, int from, int to) {
        int at = parser.feed(chunk, from, to, head);
        switch (parser.outcome()) {
            case MORE -> failIfForeign(chunk, from, to);
            case REJECTED ->
                    fail(
                            WrongProtocol.named(
                                    faults.badResponse(stage(), parser.rejection()),
                                    WrongProtocol.of(chunk, from, to)));
            case COMPLETE -> headIsComplete(at == to);
        }
        return at;
    }

    /** Seven bytes of an alert never become a line, however long we wait for its end. */
    private void failIfForeign(Chunk chunk, int from, int to) {
        String looksLike = WrongProtocol.of(chunk, from, to);
        if (looksLike != null) {
            fail(WrongProtocol.named(faults.foreign(stage()), looksLike));
        }
    }

    private void headIsComplete(boolean nothingBehind) {
        if (head.isInterim()) {
            if (++interims > MOST_INTERIMS) {
                fail(faults.tooManyInterims(stage(), MOST_INTERIMS));
                return;
            }
            events().onInterim(head);
            head.clear();
            parser.reset(method);
            return;
        }
        phase = Phase.BODY;
        keepsAlive = head.keepAlive(); // the head is theirs to change from here on
        bodyLength = head.bodyLength();
        body.begin(bodyLength);
        splicing.bodyBegins();
        events().onResponse(head);
        if (phase == Phase.BODY && body.isComplete()) {
            responseIsComplete(nothingBehind);
        }
    }

    private int readBody(Chunk chunk, int from, int to) {
        int at = body.feed(chunk, from, to, this);
        if (phase != Phase.BODY) {
            return at; // the exchange was cancelled over a part of it
        }
        if (body.isRejected()) {
            fail(faults.badResponse(stage(), body.rejection()));
        } else if (body.isComplete()) {
            responseIsComplete(at == to);
        } else if (Splicing.isWorth(body.plainRest())) {
            splicing.begin(events == null ? null : events.bodySink(), body.plainRest());
        }
        return at;
    }

    @Override
    public void onMoved(Wire from, int bytes) {
        if (phase != Phase.BODY) {
            return;
        }
        body.passedBy(bytes);
        if (events != null) {
            events.onResponseBodyMoved(bytes);
        }
        if (phase == Phase.BODY && body.isComplete()) {
            responseIsComplete(wire.isQuiet());
        }
    }

    @Override
    public void onBody(Chunk chunk, int from, int to) {
        if (phase == Phase.BODY && events != null) {
            events.onResponseBody(chunk, from, to);
        }
    }

    private void responseIsComplete(boolean nothingBehind) {
        UpstreamEvents told = events;
        events = null;
        phase = Phase.IDLE;
        long now = pool.worker().turn().nanos();
        if (keepsAlive
                && request.hasEnded()
                && nothingBehind
                && !life.isOver(now)
                && pool.keep(this)) {
            life.isIdle(now);
            waiting.inPool(now);
            wire.resumeReading(); // so that an end is seen while it waits
        } else {
            close();
        }
        if (told != null) {
            told.onResponseEnd(body.trailers());
        }
    }

    @Override
    public int backlogBytes() {
        return wire.backlogBytes();
    }

    @Override
    public void pauseResponse() {
        wire.pauseReading();
    }

    @Override
    public void resumeResponse() {
        wire.resumeReading();
    }

    @Override
    public void onDrained(Wire drained) {
        if (events != null) {
            events.onUpstreamDrained();
        }
    }

    // ---- the end

    @Override
    public void onEnd(Wire ended) {
        switch (phase) {
            case IDLE -> leave();
            case HEAD ->
                    fail(
                            isUntouched()
                                    ? stale("FIN")
                                    : faults.closedEarly(stage(), parser.hasBegun()));
            case BODY -> {
                if (body.endsWithStream() && wire.endedCleanly()) {
                    responseIsComplete(false); // and so is the connection
                } else {
                    fail(faults.incomplete(stage(), body, bodyLength));
                }
            }
            case TAKEN_OVER, CLOSED -> {}
        }
    }

    @Override
    public void onBroken(Wire broken, int errno) {
        if (phase == Phase.IDLE) {
            leave();
        } else if (phase != Phase.TAKEN_OVER) {
            fail(isUntouched() ? stale(Errno.name(errno)) : faults.reset(stage(), errno));
        }
    }

    /** A connection that had waited died before it answered anything: the endpoint had given it up. */
    private boolean isUntouched() {
        return isReused() && phase == Phase.HEAD && !parser.hasBegun();
    }

    private Fault stale(String seen) {
        return faults.stale(stage(), seen);
    }

    private Stage stage() {
        return request.hasEnded() ? Stage.RESPONSE : Stage.REQUEST;
    }

    private void fail(Fault fault) {
        UpstreamEvents told = events;
        close();
        events = null;
        if (told != null) {
            told.onUpstreamFailed(fault);
        }
    }

    /** Out of the pool, without anybody being told. */
    @Override
    public void leave() {
        pool.drop(this);
        close();
    }

    @Override
    public void cancel() {
        events = null;
        boolean half = (phase == Phase.HEAD || phase == Phase.BODY) && !request.hasEnded();
        if (half) {
            // A FIN would look like an end, and there are servers that take it for one.
            wire.reset();
        }
        close();
    }

    @Override
    public void discard() {
        boolean isShort = bodyLength >= 0 && bodyLength <= DISCARDED_UP_TO;
        if (phase != Phase.BODY || !isShort || !keepsAlive || !request.hasEnded()) {
            cancel();
            return;
        }
        events = null;
        waiting.forTheRest(pool.worker().turn().nanos());
    }

    @Override
    public Wire takeOver() {
        events = null;
        phase = Phase.TAKEN_OVER;
        wire.pauseReading();
        return wire;
    }

    private void close() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            waiting.end();
            pool.outbox().forget(wire);
            wire.close();
            pool.closed();
        }
    }

    // ---- facts

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean isReused() {
        return life.isReused();
    }

    @Override
    public boolean hasBegunToAnswer() {
        return parser.hasBegun() || interims > 0;
    }

    @Override
    public Witness witness() {
        return faults.witness();
    }

    private UpstreamEvents events() {
        UpstreamEvents told = events;
        assert told != null : "an exchange is under way";
        return told;
    }
}
