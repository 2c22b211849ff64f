package io.faultline.l7.upstream;

import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.tls.Applications;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.upstream.shared.PooledConnections;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.wire.Outbox;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one upstream, shared by all of its listeners. Of those that have
 * room for an exchange the one used last comes first: it is the least likely to have been closed
 * meanwhile, and those that are not needed grow idle and leave.
 *
 * <p>Where connections are bounded, a place has to be had before one is made; see {@link PoolQueue}.
 *
 * <p>On the worker's loop only; taking and giving back allocate nothing.
 */
public final class HttpPool implements PooledConnections.Member {

    private static final int JITTER_SHARE = 10;

    private final Worker worker;
    private final PoolPolicy policy;
    private final UpstreamMetrics metrics;
    private final PooledConnections all;
    private final HeadLimits heads;
    private final Outbox outbox;
    private final PoolQueue queue;
    private final Speaks speaks;
    private final Arrivals arrivals;
    private final Http2Pool http2;
    private final boolean bounded;
    private final boolean
            tellsTheClient; // who came in front of the first request, so for nobody else
    private final Map<Endpoint, ArrayDeque<UpstreamConnection>> ready = new HashMap<>();
    private int readyCount;
    private int places; // that this pool holds, where they are bounded
    private boolean closed;

    /** @param block where heads of HTTP/2 are put together; shared by the whole worker */
    public HttpPool(WorkerUpstream upstream, HeadLimits heads, Outbox outbox, HpackBlock block) {
        this.worker = upstream.worker();
        this.policy = upstream.pool();
        this.metrics = upstream.metrics();
        this.all = upstream.picker().cluster().pooled();
        this.heads = heads;
        this.outbox = outbox;
        this.speaks = upstream.speaks();
        this.arrivals = new Arrivals(speaks, policy.http2().maxConcurrentStreams());
        this.http2 = new Http2Pool(heads, policy, block, upstream.tls() != null);
        this.queue = new PoolQueue(this, all, metrics);
        this.bounded = policy.maxConnections() > 0;
        this.tellsTheClient = upstream.preamble() != ProxyProtocolOut.NONE;
        if (bounded) {
            all.join(this);
        }
    }

    /**
     * A connection to this endpoint that can begin an exchange, or null when a new one is needed. It is to
     * be begun at once.
     */
    public @Nullable UpstreamConnection take(Endpoint endpoint) {
        if (!queue.isEmpty()) {
            return null; // those who came before are served first
        }
        return poll(endpoint);
    }

    @Nullable UpstreamConnection poll(Endpoint endpoint) {
        ArrayDeque<UpstreamConnection> here = ready.get(endpoint);
        if (here == null) {
            return null;
        }
        UpstreamConnection connection = here.peekLast();
        while (connection != null) {
            int room = connection.room();
            if (room <= 1) { // the last one that it can take
                here.removeLast();
                listed(connection, -1);
            }
            if (room > 0) {
                return connection;
            }
            connection = here.peekLast();
        }
        return null;
    }

    private void listed(UpstreamConnection connection, int more) {
        readyCount += more;
        if (!connection.isShared()) { // else it counts as idle only while it carries nothing
            idle(more);
        }
    }

    /** So many more connections carry nothing. */
    void idle(int more) {
        metrics.poolIdle(more);
    }

    /** The endpoints to which there are connections that have room. */
    Iterable<Endpoint> readyEndpoints() {
        return ready.keySet();
    }

    // ---- places

    /** Takes the place that a new connection needs. If there is none, wait in the {@link #queue}. */
    public boolean tryTakePlace() {
        return !bounded || queue.isEmpty() && tryTakePlaceNow();
    }

    boolean tryTakePlaceNow() {
        if (!all.tryTake(policy.maxConnections())) {
            UpstreamConnection unused = oldestIdle();
            if (unused == null) {
                return false;
            }
            unused.leave(); // to another endpoint than the one that is wanted now
            if (!all.tryTake(policy.maxConnections())) {
                return false;
            }
        }
        places++;
        return true;
    }

    /** The connection was not made, or is no more. */
    public void giveBackPlace() {
        if (bounded) {
            places--;
            if (places == 0) {
                queue.hasNoPlaceAnyMore();
            }
            all.giveBack();
        }
    }

    boolean hasNoPlace() {
        return places == 0;
    }

    /** Where requests wait for a place. */
    public PoolQueue queue() {
        return queue;
    }

    /** Where requests wait for a connection that is being made and that they can share. */
    public Arrivals arrivals() {
        return arrivals;
    }

    private @Nullable UpstreamConnection oldestIdle() {
        for (ArrayDeque<UpstreamConnection> here : ready.values()) {
            for (UpstreamConnection connection : here) {
                if (connection.isIdle()) {
                    return connection;
                }
            }
        }
        return null;
    }

    @Override
    public void placeCameFree() {
        worker.execute(queue::placeCameFree);
    }

    @Override
    public void anotherWaits() {
        worker.execute(
                () -> {
                    UpstreamConnection unused = queue.isEmpty() ? oldestIdle() : null;
                    if (unused != null) {
                        unused.leave();
                    }
                });
    }

    // ---- connections

    /**
     * Makes a connected wire one of ours. It is in use from the start, and has its place.
     *
     * @param application what the endpoint chose to speak inside TLS, if it said so
     */
    public UpstreamConnection adopt(
            Wire wire, Endpoint endpoint, @Nullable String application, long now) {
        metrics.poolOpened();
        long age = policy.maxAgeNanos();
        long youngest = age - age / JITTER_SHARE;
        long lives = ThreadLocalRandom.current().nextLong(youngest, age + 1);
        if (speaksHttp2(application)) {
            arrivals.connected(endpoint);
            return new Http2Upstream(this, wire, endpoint, now, now + lives);
        }
        arrivals.connectedAlone(endpoint);
        return new Http1Upstream(this, wire, endpoint, now, now + lives);
    }

    private boolean speaksHttp2(@Nullable String application) {
        return switch (speaks) {
            case H1 -> false;
            case H2, H2C -> true;
            case AUTO -> Applications.HTTP_2.equals(application);
        };
    }

    /** Closes all that wait. Those in use end with their exchanges. */
    public void close() {
        closed = true;
        all.part(this);
        List<UpstreamConnection> idle =
                ready.values().stream()
                        .flatMap(ArrayDeque::stream)
                        .filter(UpstreamConnection::isIdle)
                        .toList();
        idle.forEach(UpstreamConnection::leave);
    }

    // ---- for the connections themselves

    Worker worker() {
        return worker;
    }

    Outbox outbox() {
        return outbox;
    }

    PoolPolicy policy() {
        return policy;
    }

    Http2Pool http2() {
        return http2;
    }

    HeadLimits heads() {
        return heads;
    }

    /**
     * The connection has carried an exchange to its end and may carry another one.
     *
     * @return false when it is to leave as soon as nothing is under way on it
     */
    boolean keep(UpstreamConnection connection) {
        boolean idle = connection.isIdle();
        if (closed || tellsTheClient || bounded && idle && isNeededElsewhere()) {
            return false;
        }
        ArrayDeque<UpstreamConnection> here =
                ready.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>());
        boolean known = connection.isShared() && here.contains(connection);
        if (idle && here.size() - (known ? 1 : 0) >= policy.maxIdle() && queue.isEmpty()) {
            return false;
        }
        if (!known && connection.room() > 0) {
            here.addLast(connection);
            listed(connection, 1);
        }
        if (!queue.isEmpty()) {
            queue.serveSoon();
        }
        return true;
    }

    private boolean isNeededElsewhere() {
        return queue.isEmpty() ? all.isAwaited() : all.isAwaitedByStarving();
    }

    /** A connection takes nothing more: it has died, or grown too old. */
    void drop(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> here = ready.get(connection.endpoint());
        if (here != null) {
            if (here.remove(connection)) {
                listed(connection, -1);
            }
            if (here.isEmpty()) {
                ready.remove(connection.endpoint()); // the endpoint may never come back
            }
        }
    }

    boolean hasReady() {
        return readyCount > 0;
    }

    /** A connection, or what a tunnel made of it, is closed. */
    public void closed() {
        metrics.poolClosed();
        giveBackPlace();
    }
}
