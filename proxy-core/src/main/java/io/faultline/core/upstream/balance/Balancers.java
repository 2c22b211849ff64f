package io.faultline.core.upstream.balance;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;

/** Makes the balancer that the config names. */
public final class Balancers {

    private Balancers() {}

    /** @param seed different for each worker, so that they do not all begin with the same endpoint */
    public static Balancer create(Balance balance, long seed) {
        return switch (balance) {
            case ROUND_ROBIN -> new RoundRobin(seed);
            case LEAST_CONNECTIONS -> new LeastConnections(seed);
            case SOURCE_HASH -> new SourceHash();
            case RANDOM -> new PowerOfTwo(seed);
        };
    }
}
