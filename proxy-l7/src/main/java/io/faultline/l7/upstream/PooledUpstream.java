package io.faultline.l7.upstream;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.breaker.BreakerPolicy;
import io.faultline.core.upstream.breaker.CircuitBreaker;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.l7.limit.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    /** Why it is asked nothing now, or null: as many requests run as may, or its circuit is open. */
    public @Nullable Fault refusal(long now) {
        PoolPolicy policy = upstream.pool();
        int most = policy.maxRequests();
        if (most > 0 && cluster().active() >= most) {
            return Fault.of(ApplicationFault.OVERLOADED, Side.PROXY, Stage.BALANCE)
                    .with("cap", policy.requestsCap());
        }
        BreakerPolicy breaker = policy.breaker();
        return breaker == null || cluster().breaker().admits(breaker, now)
                ? null
                : circuitOpen(breaker, now);
    }

    private Fault circuitOpen(BreakerPolicy policy, long now) {
        CircuitBreaker breaker = cluster().breaker();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(breaker.nanosLeft(now)) + 1;
        return Fault.of(ApplicationFault.CIRCUIT_OPEN, Side.UPSTREAM, Stage.BALANCE)
                .with("opened", breaker.whyOpened())
                .with("rule", policy.text())
                .with("retryAfter", Long.toString(seconds));
    }

    /** A request that began then was answered, and not with an error. */
    public void succeeded(long began, long now) {
        BreakerPolicy breaker = upstream.pool().breaker();
        if (breaker != null) {
            cluster().breaker().succeeded(breaker, began, now);
        }
    }

    /** A client got nothing but this. It counts where the upstream was asked and could not. */
    public void failed(Fault fault, long now) {
        BreakerPolicy breaker = upstream.pool().breaker();
        boolean wasAsked =
                fault.side() == Side.UPSTREAM
                        && fault.code().layer() != Layer.L5
                        && fault.code() != ApplicationFault.CIRCUIT_OPEN;
        if (breaker != null && wasAsked) {
            cluster().breaker().failed(breaker, fault.code(), now);
        }
    }

    private Cluster cluster() {
        return upstream.picker().cluster();
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
