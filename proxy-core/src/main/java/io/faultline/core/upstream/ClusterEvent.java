package io.faultline.core.upstream;

import io.faultline.core.Layer;
import io.faultline.core.upstream.order.EndpointOrders;
import org.jspecify.annotations.Nullable;

/** What an operator would want to know of a cluster, in the order it happened. */
public sealed interface ClusterEvent {

    Cluster cluster();

    /** Config or discovery names it from now on (again, perhaps). */
    record EndpointAdded(Cluster cluster, Endpoint endpoint) implements ClusterEvent {}

    /** Nobody names it any more; its sessions finish. */
    record EndpointRemoved(Cluster cluster, Endpoint endpoint) implements ClusterEvent {}

    /** @param fault the endpoint's last fault where it takes nothing new now, else null */
    record StateChanged(
            Cluster cluster,
            Endpoint endpoint,
            EndpointState from,
            EndpointState to,
            @Nullable FaultSeen fault)
            implements ClusterEvent {}

    /** A run of connect faults had earned an ejection, and a rule spoke against it. */
    record EjectionHeld(Cluster cluster, Endpoint endpoint, HoldReason reason, FaultSeen fault)
            implements ClusterEvent {}

    /** All endpoints fail on one layer at once: rather our route, our CA or DNS than all of them. */
    record CommonCauseSuspected(Cluster cluster, Layer layer, FaultSeen fault)
            implements ClusterEvent {}

    /** At least one endpoint no longer fails there. */
    record CommonCauseOver(Cluster cluster, Layer layer) implements ClusterEvent {}

    /** Sessions go to backup endpoints from now on, or to primary ones again. */
    record TierChanged(Cluster cluster, boolean onBackups) implements ClusterEvent {}

    /**
     * An operator ordered something of an endpoint, or took it back.
     *
     * @param generation counts the orders of this cluster; without any it is 1
     * @param byItself its time was over
     */
    record Ordered(
            Cluster cluster,
            Endpoint endpoint,
            EndpointOrders before,
            EndpointOrders now,
            long generation,
            boolean byItself)
            implements ClusterEvent {}

    /**
     * The upstream's circuit opened, and its requests are answered at once; or it closed again.
     *
     * @param why what opened it, or ""
     * @param generation counts the turns of this circuit
     */
    record CircuitTurned(Cluster cluster, boolean open, String why, long generation)
            implements ClusterEvent {}

    /** Why an endpoint stayed although it fails. */
    enum HoldReason {
        LAST_ONE, // nothing else could take its sessions
        MAX_PERCENT // as many endpoints of this cluster are ejected as may be
    }
}
