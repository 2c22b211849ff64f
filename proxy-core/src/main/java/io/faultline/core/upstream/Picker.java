package io.faultline.core.upstream;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.upstream.balance.Balancer;
import io.faultline.core.upstream.balance.Balancers;
import io.faultline.core.upstream.balance.Candidates;
import io.faultline.core.upstream.balance.PickContext;
import org.jspecify.annotations.Nullable;

/**
 * A worker's own view of one cluster: picks endpoints, and keeps what the balancer must remember
 * between two picks. Follows the cluster's snapshots by itself.
 *
 * <p>On the worker's loop only. A pick allocates nothing.
 */
public final class Picker {

    private final Cluster cluster;
    private final long seed;
    private Balance balance;
    private Balancer balancer;

    Picker(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
        this.balance = cluster.endpoints().balance();
        this.balancer = Balancers.create(balance, seed);
    }

    public Cluster cluster() {
        return cluster;
    }

    /**
     * The endpoint for this session's next attempt, or null when none may take it: {@link
     * Cluster#whyNone} says why. The caller {@linkplain Endpoint#acquire acquires} it before it
     * connects, and tells the context when that failed.
     */
    public @Nullable Endpoint pick(PickContext context) {
        EndpointSet set = cluster.endpoints();
        Candidates candidates = set.candidates();
        if (candidates.size() <= 1) {
            return candidates.size() == 0 ? null : set.eligible(0);
        }
        if (set.balance() != balance) {
            balance = set.balance();
            balancer = Balancers.create(balance, seed);
        }
        return set.eligible(balancer.pick(candidates, context));
    }
}
