package io.faultline.l7.upstream;

import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.l7.limit.Timer;

/**
 * One listener's way to one upstream: how it picks, connects and counts is its own, the pool belongs to
 * all listeners of the worker.
 *
 * @param pending how long a request waits for a connection, where connections are bounded
 */
public record PooledUpstream(WorkerUpstream upstream, HttpPool pool, Timer pending) {

    public PooledUpstream(WorkerUpstream upstream, HttpPool pool) {
        this(
                upstream,
                pool,
                new Timer(upstream.pool().pendingNanos(), upstream.pool().pendingTimer()));
    }

    /** As many requests run as may. */
    public boolean isFull() {
        int most = upstream.pool().maxRequests();
        return most > 0 && upstream.picker().cluster().active() >= most;
    }

    /** Whether the balancer could choose this endpoint now. Looks at all of them. */
    public boolean mayTake(Endpoint endpoint) {
        EndpointSet set = upstream.picker().cluster().endpoints();
        for (int i = 0; i < set.eligibleCount(); i++) {
            if (set.eligible(i) == endpoint) {
                return true;
            }
        }
        return false;
    }
}
