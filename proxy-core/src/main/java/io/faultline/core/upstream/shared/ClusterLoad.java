package io.faultline.core.upstream.shared;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of all endpoints of a cluster together, pending ones and those of endpoints that take
 * nothing new included. One shared count, changed once when a session begins and once when it ends:
 * summing up 10,000 endpoints for each pick would cost more.
 */
public final class ClusterLoad {

    private final AtomicInteger active = new AtomicInteger();

    public void add(int connections) {
        active.getAndAdd(connections);
    }

    public int active() {
        return active.get();
    }
}
