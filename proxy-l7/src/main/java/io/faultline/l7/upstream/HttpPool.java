package io.faultline.l7.upstream;

import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.wire.Outbox;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one upstream that wait for their next exchange. The one used last comes
 * first: it is the least likely to have been closed meanwhile, and those that are not needed grow idle
 * and leave.
 *
 * <p>On the worker's loop only; taking and giving back allocate nothing.
 */
public final class HttpPool {

    private final WorkerUpstream upstream;
    private final PoolLimits limits;
    private final HeadLimits heads;
    private final Outbox outbox;
    private final Map<Endpoint, ArrayDeque<Http1Upstream>> idle = new HashMap<>();
    private int open;

    public HttpPool(WorkerUpstream upstream, PoolLimits limits, HeadLimits heads, Outbox outbox) {
        this.upstream = upstream;
        this.limits = limits;
        this.heads = heads;
        this.outbox = outbox;
    }

    public WorkerUpstream upstream() {
        return upstream;
    }

    /** A connection to this endpoint that waits, or null when a new one is needed. */
    public @Nullable Http1Upstream takeIdle(Endpoint endpoint) {
        ArrayDeque<Http1Upstream> waiting = idle.get(endpoint);
        return waiting == null ? null : waiting.pollLast();
    }

    /** Makes a connected wire one of ours. It is in use from the start. */
    public Http1Upstream adopt(Wire wire, Endpoint endpoint) {
        open++;
        return new Http1Upstream(this, wire, endpoint);
    }

    /** Connections that are open, in use or not. */
    public int open() {
        return open;
    }

    /** Closes all that wait. Those in use end with their exchanges. */
    public void close() {
        List<Http1Upstream> waiting = idle.values().stream().flatMap(ArrayDeque::stream).toList();
        idle.clear();
        waiting.forEach(Http1Upstream::cancel);
    }

    // ---- for the connections themselves

    Outbox outbox() {
        return outbox;
    }

    PoolLimits limits() {
        return limits;
    }

    HeadLimits heads() {
        return heads;
    }

    /** The connection has carried an exchange to its end and may carry another one. */
    boolean keep(Http1Upstream connection) {
        ArrayDeque<Http1Upstream> waiting =
                idle.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>());
        if (waiting.size() >= limits.maxIdlePerEndpoint()) {
            return false;
        }
        waiting.addLast(connection);
        return true;
    }

    /** A connection that waited has died or grown too old. */
    void drop(Http1Upstream connection) {
        ArrayDeque<Http1Upstream> waiting = idle.get(connection.endpoint());
        if (waiting != null) {
            waiting.remove(connection);
            if (waiting.isEmpty()) {
                idle.remove(connection.endpoint()); // the endpoint may never come back
            }
        }
    }

    void closed() {
        open--;
    }
}
