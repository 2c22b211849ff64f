package io.faultline.l7.upstream;

import io.faultline.core.config.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.PooledConnections;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.wire.Outbox;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one upstream, shared by all of its listeners. Of those that wait for their
 * next exchange the one used last comes first: it is the least likely to have been closed meanwhile,
 * and those that are not needed grow idle and leave.
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
    private final boolean bounded;
    private final boolean
            tellsTheClient; // who came in front of the first request, so for nobody else
    private final Map<Endpoint, ArrayDeque<Http1Upstream>> idle = new HashMap<>();
    private int idleCount;
    private int places; // that this pool holds, where they are bounded
    private boolean closed;

    public HttpPool(WorkerUpstream upstream, HeadLimits heads, Outbox outbox) {
        this.worker = upstream.worker();
        this.policy = upstream.pool();
        this.metrics = upstream.metrics();
        this.all = upstream.picker().cluster().pooled();
        this.heads = heads;
        this.outbox = outbox;
        this.queue = new PoolQueue(this, all, metrics);
        this.bounded = policy.maxConnections() > 0;
        this.tellsTheClient = upstream.preamble() != ProxyProtocolOut.NONE;
        if (bounded) {
            all.join(this);
        }
    }

    /** A connection to this endpoint that waits, or null when a new one is needed. */
    public @Nullable Http1Upstream takeIdle(Endpoint endpoint) {
        if (!queue.isEmpty()) {
            return null; // those who came before are served first
        }
        return poll(endpoint);
    }

    @Nullable Http1Upstream poll(Endpoint endpoint) {
        ArrayDeque<Http1Upstream> waiting = idle.get(endpoint);
        Http1Upstream connection = waiting == null ? null : waiting.pollLast();
        if (connection != null) {
            idleChanged(-1);
        }
        return connection;
    }

    /** The endpoints to which connections wait. */
    Iterable<Endpoint> idleEndpoints() {
        return idle.keySet();
    }

    // ---- places

    /** Takes the place that a new connection needs. If there is none, wait in the {@link #queue}. */
    public boolean tryTakePlace() {
        return !bounded || queue.isEmpty() && tryTakePlaceNow();
    }

    boolean tryTakePlaceNow() {
        if (!all.tryTake(policy.maxConnections())) {
            Http1Upstream unused = oldestIdle();
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

    private @Nullable Http1Upstream oldestIdle() {
        for (ArrayDeque<Http1Upstream> waiting : idle.values()) {
            Http1Upstream oldest = waiting.peekFirst();
            if (oldest != null) {
                return oldest;
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
                    Http1Upstream unused = queue.isEmpty() ? oldestIdle() : null;
                    if (unused != null) {
                        unused.leave();
                    }
                });
    }

    // ---- connections

    /** Makes a connected wire one of ours. It is in use from the start, and has its place. */
    public Http1Upstream adopt(Wire wire, Endpoint endpoint, long now) {
        metrics.poolOpened();
        long age = policy.maxAgeNanos();
        long youngest = age - age / JITTER_SHARE;
        long lives = ThreadLocalRandom.current().nextLong(youngest, age + 1);
        return new Http1Upstream(this, wire, endpoint, now, now + lives);
    }

    /** Closes all that wait. Those in use end with their exchanges. */
    public void close() {
        closed = true;
        all.part(this);
        List<Http1Upstream> waiting = idle.values().stream().flatMap(ArrayDeque::stream).toList();
        waiting.forEach(Http1Upstream::leave);
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

    HeadLimits heads() {
        return heads;
    }

    /** The connection has carried an exchange to its end and may carry another one. */
    boolean keep(Http1Upstream connection) {
        if (closed || tellsTheClient || bounded && isNeededElsewhere()) {
            return false;
        }
        ArrayDeque<Http1Upstream> waiting =
                idle.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>());
        if (waiting.size() >= policy.maxIdle() && queue.isEmpty()) {
            return false;
        }
        waiting.addLast(connection);
        idleChanged(1);
        if (!queue.isEmpty()) {
            queue.serveSoon();
        }
        return true;
    }

    private boolean isNeededElsewhere() {
        return queue.isEmpty() ? all.isAwaited() : all.isAwaitedByStarving();
    }

    /** A connection that waited has died or grown too old. */
    void drop(Http1Upstream connection) {
        ArrayDeque<Http1Upstream> waiting = idle.get(connection.endpoint());
        if (waiting != null) {
            if (waiting.remove(connection)) {
                idleChanged(-1);
            }
            if (waiting.isEmpty()) {
                idle.remove(connection.endpoint()); // the endpoint may never come back
            }
        }
    }

    private void idleChanged(int more) {
        idleCount += more;
        metrics.poolIdle(more);
    }

    boolean hasIdle() {
        return idleCount > 0;
    }

    /** A connection, or what a tunnel made of it, is closed. */
    public void closed() {
        metrics.poolClosed();
        giveBackPlace();
    }
}
