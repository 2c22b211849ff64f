package io.faultline.core.upstream;

/** Hears of a cluster's events, on the control thread, after they took effect. Must not block. */
@FunctionalInterface
public interface ClusterListener {
    void on(ClusterEvent event);
}
