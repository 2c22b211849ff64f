package io.faultline.l7.upstream;

import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.http2.connection.Abuse;
import io.faultline.l7.http2.connection.Http2Connection;
import io.faultline.l7.http2.connection.Http2Role;
import io.faultline.l7.http2.connection.Http2Stream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Method;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint that speaks HTTP/2: as many exchanges at once as the endpoint allows, each
 * a {@link Http2UpstreamStream}. What concerns them all is here: the hello, the time between exchanges,
 * the end.
 *
 * <p>It stays in the pool while it has room. One exchange may begin before the endpoint has said how many it
 * takes; the others wait for that ({@link Arrivals}). It is its own timer while it carries nothing. On the
 * worker's loop only.
 */
final class Http2Upstream extends WheelTimer implements UpstreamConnection, Http2Role, WireReader {

    private final HttpPool pool;
    private final Wire wire;
    private final Endpoint endpoint;
    private final Http2Connection http2;
    private final UpstreamFaults faults;
    private final Lifetime life;

    private boolean greeted; // the endpoint has said what it allows
    private boolean leaving; // takes nothing new, and ends with its last exchange
    private boolean over;
    private boolean countedIdle;
    private long heardNanos;
    private long busySinceNanos;
    private boolean hadWaited; // in the pool, before that
    private @Nullable Fault lastFault;
    private String farewell = ""; // what the endpoint's GOAWAY said

    Http2Upstream(HttpPool pool, Wire wire, Endpoint endpoint, long bornNanos, long diesNanos) {
        this.pool = pool;
        this.wire = wire;
        this.endpoint = endpoint;
        this.life = new Lifetime(pool.policy(), bornNanos, diesNanos);
        this.faults = new UpstreamFaults(wire, life, pool);
        this.heardNanos = bornNanos;
        this.http2 =
                new Http2Connection(
                        this,
                        false,
                        wire,
                        pool.outbox(),
                        pool.worker(),
                        pool.http2().limits(),
                        pool.http2().block());
        http2.start();
        wire.reader(this); // in front of the other one, to see who answers at all
        wire.resumeReading();
    }

    // ---- for the pool

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean wasUsed() {
        return life.wasUsed();
    }

    @Override
    public int room() {
        if (over || leaving || !http2.mayOpen()) {
            return 0;
        }
        if (!greeted) {
            return http2.openStreams() == 0 ? 1 : 0;
        }
        int most =
                Math.min(http2.peer().maxConcurrentStreams(), pool.http2().maxConcurrentStreams());
        return Math.min(most - http2.openStreams(), life.rest());
    }

    @Override
    public boolean isIdle() {
        return http2.openStreams() == 0;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public UpstreamStream begin(UpstreamEvents events, Method requested, long now) {
        pool.worker().timers().cancel(this);
        countIdle(false);
        Http2UpstreamStream stream = pool.http2().take();
        stream.begin(this, events, requested, now);
        return stream;
    }

    /** The stream takes its number and its place now: its head follows. */
    void open(Http2UpstreamStream stream) {
        if (isIdle()) {
            hadWaited = life.wasUsed();
            busySinceNanos = stream.begunNanos();
        }
        life.exchangeBegins(stream.begunNanos());
        http2.open(stream);
    }

    /** Out of the pool. With nothing under way that is the end. */
    @Override
    public void leave() {
        pool.drop(this);
        leaving = true;
        if (isIdle()) {
            http2.goAway(ErrorCode.NO_ERROR, "");
            pool.outbox().flush();
            close();
        }
    }

    /** Waited long enough in the pool. */
    @Override
    protected void onDeadline(long nowNanos) {
        if (isIdle()) {
            leave();
        }
    }

    // ---- what comes

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        heardNanos = pool.worker().nanos();
        if (!http2.isGreeted() && WrongProtocol.isHttp1(chunk, start, end)) {
            String seen = WrongProtocol.quote(chunk, start, end);
            http2.end();
            fail(stream -> faults.speaksHttp1(stream.stage(), seen));
            return;
        }
        http2.onBytes(from, chunk, start, end);
    }

    @Override
    public void onDrained(Wire drained) {
        http2.onDrained(drained);
    }

    @Override
    public void onRead(int bytes) {}

    /** RFC 9113 8.4: pushes are switched off, and nothing else may be opened by a server. */
    @Override
    public @Nullable Http2Stream onOpened(int id) {
        return null;
    }

    @Override
    public void onSettings() {
        boolean first = !greeted;
        greeted = true;
        if (over || leaving) {
            return;
        }
        if (!pool.keep(this)) {
            leave();
        }
        if (first) {
            pool.arrivals().arrived(this);
        }
    }

    @Override
    public void onStreamEnded() {
        if (over) {
            return;
        }
        long now = pool.worker().nanos();
        if (leaving || isWornOut(now) || !pool.keep(this)) {
            leave();
        } else if (isIdle()) {
            life.isIdle(now);
            countIdle(true);
            pool.worker().timers().set(this, now + pool.policy().idleNanos());
        }
    }

    private void countIdle(boolean idle) {
        if (countedIdle != idle) {
            countedIdle = idle;
            pool.idle(idle ? 1 : -1);
        }
    }

    private boolean isWornOut(long now) {
        return life.isOver(now) || !http2.mayEverOpen();
    }

    // ---- the end

    /** RFC 9113 6.8: what is above the last stream was not and will not be processed. */
    @Override
    public void onGoAway(int lastStream, int code, String debug) {
        farewell = "GOAWAY " + ErrorCode.text(code) + (debug.isEmpty() ? "" : ": " + debug);
        leaving = true;
        pool.drop(this);
        http2.endStreamsAbove(
                lastStream,
                each -> {
                    var stream = (Http2UpstreamStream) each;
                    stream.fail(faults.goAway(stream.stage(), farewell, lastStream));
                });
        if (isIdle()) {
            leave();
        }
    }

    @Override
    public void onEnd(Wire ended) {
        fail(
                stream ->
                        isUntouched()
                                ? stale(stream, "FIN")
                                : faults.ended(stream, "FIN", farewell));
    }

    @Override
    public void onBroken(Wire broken, int errno) {
        fail(
                stream ->
                        isUntouched()
                                ? stale(stream, Errno.name(errno))
                                : faults.reset(stream.stage(), errno));
    }

    @Override
    public void onError(ErrorCode code, String rule, @Nullable Abuse abuse) {
        pool.outbox().flush(); // what was wrong is told the endpoint too
        String sent = "GOAWAY " + code;
        if (abuse == null) {
            fail(stream -> faults.brokenRule(stream.stage(), rule, sent));
        } else {
            String limit = http2.limits().of(abuse).text();
            fail(stream -> faults.brokenRule(stream.stage(), rule, sent).with("limit", limit));
        }
    }

    @Override
    public void onSilence(Timer timer) {
        pool.outbox().flush();
        fail(stream -> faults.silent(stream.stage(), timer));
    }

    @Override
    public void onEnd() {
        throw new IllegalStateException("the wire's events come here first");
    }

    @Override
    public void onBroken(int errno) {
        throw new IllegalStateException("the wire's events come here first");
    }

    /** Nothing has come since it was taken from where it had waited: it was dead already. */
    private boolean isUntouched() {
        return hadWaited && heardNanos - busySinceNanos < 0;
    }

    private Fault stale(Http2UpstreamStream stream, String seen) {
        return faults.stale(stream.stage(), seen);
    }

    private void fail(Function<Http2UpstreamStream, Fault> why) {
        if (over) {
            return;
        }
        leaving = true;
        pool.drop(this);
        close();
        http2.endStreams(
                each -> {
                    var stream = (Http2UpstreamStream) each;
                    Fault fault = why.apply(stream);
                    lastFault = fault;
                    stream.fail(fault);
                });
    }

    private void close() {
        if (!over) {
            over = true;
            pool.worker().timers().cancel(this);
            countIdle(false);
            if (!greeted) {
                pool.worker().execute(() -> pool.arrivals().failed(endpoint, lastFault));
            }
            http2.end();
            pool.outbox().forget(wire);
            wire.close();
            pool.closed();
        }
    }

    // ---- facts for its streams

    HttpPool pool() {
        return pool;
    }

    UpstreamFaults faults() {
        return faults;
    }

    int backlogBytes() {
        return wire.backlogBytes();
    }

    /** Of an exchange that has begun. */
    boolean isReused() {
        return life.isReused();
    }
}
