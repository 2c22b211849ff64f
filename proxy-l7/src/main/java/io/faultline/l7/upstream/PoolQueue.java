package io.faultline.l7.upstream;

import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.shared.PooledConnections;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one worker that wait because the upstream has all the connections it may have. First come,
 * first served; only a connection that the first one cannot use goes to another one.
 *
 * <p>On the worker's loop only. Empty, and never looked at, where connections are not bounded.
 */
public final class PoolQueue {

    /** A request that waits. Exactly one of the two happens, unless it has been forgotten. */
    public interface Waiter {

        /** A connection to this endpoint would do. */
        boolean accepts(Endpoint endpoint);

        /** A connection that has room; its endpoint is not acquired yet. It is to be begun at once. */
        void onReady(UpstreamConnection connection);

        /** There is a place for a new connection, and it is taken. */
        void onPlace();
    }

    private final HttpPool pool;
    private final PooledConnections all;
    private final UpstreamMetrics metrics;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private final Runnable serve = this::serve;
    private boolean serving; // a turn is scheduled
    private boolean listed; // the others know that we wait

    PoolQueue(HttpPool pool, PooledConnections all, UpstreamMetrics metrics) {
        this.pool = pool;
        this.all = all;
        this.metrics = metrics;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public boolean isFull() {
        return waiting.size() >= pool.policy().maxPending();
    }

    public int size() {
        return waiting.size();
    }

    public void add(Waiter waiter) {
        waiting.addLast(waiter);
        metrics.poolPending(1);
        serveSoon();
    }

    /** Its patience has ended, or its client has left. */
    public void forget(Waiter waiter) {
        if (waiting.remove(waiter)) {
            metrics.poolPending(-1);
        }
    }

    /** Later in this turn of the loop: whoever calls is in the middle of something. */
    void serveSoon() {
        if (!serving) {
            serving = true;
            pool.worker().execute(serve);
        }
    }

    void placeCameFree() {
        listed = false;
        serve();
        if (waiting.isEmpty()) {
            all.passOn(); // nobody waits here any more: the next one must not wait in vain
        }
    }

    /** The last connection has gone: others that have some must not come first any longer. */
    void hasNoPlaceAnyMore() {
        if (!waiting.isEmpty()) {
            listed = true;
            all.await(pool, true);
        }
    }

    private void serve() {
        serving = false;
        while (!waiting.isEmpty()) {
            if (!serveReady() && !servePlace()) {
                if (listed) {
                    return;
                }
                listed = true;
                all.await(pool, pool.hasNoPlace());
                // Once more: a place may have come free before we were listed.
            }
        }
    }

    private boolean serveReady() {
        if (!pool.hasReady()) {
            return false;
        }
        for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            UpstreamConnection connection = readyFor(waiter);
            if (connection != null) {
                each.remove();
                metrics.poolPending(-1);
                waiter.onReady(connection);
                return true;
            }
        }
        return false;
    }

    private @Nullable UpstreamConnection readyFor(Waiter waiter) {
        for (Endpoint endpoint : pool.readyEndpoints()) {
            if (waiter.accepts(endpoint)) {
                UpstreamConnection connection = pool.poll(endpoint);
                if (connection != null) {
                    return connection;
                }
            }
        }
        return null;
    }

    private boolean servePlace() {
        if (!pool.tryTakePlaceNow()) {
            return false;
        }
        metrics.poolPending(-1);
        waiting.removeFirst().onPlace();
        return true;
    }
}
