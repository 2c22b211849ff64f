package io.faultline.core.upstream;

import io.faultline.core.upstream.order.EndpointOrders;
import io.faultline.core.upstream.order.Force;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The orders of a cluster's endpoints. They stand with what is known of an address, so they outlive a
 * reload and a DNS answer that leaves it out for a while; health checks go on meanwhile, so that the
 * truth is known when an order ends. Control thread only.
 */
final class Orders {

    /** The process began with none: each change counts from there. */
    private static final long FIRST = 1;

    private final Cluster cluster;
    private final ScheduledExecutorService control;
    private final InstantSource clock;
    private long generation = FIRST;

    Orders(Cluster cluster, ScheduledExecutorService control, InstantSource clock) {
        this.cluster = cluster;
        this.control = control;
        this.clock = clock;
    }

    OrderOutcome give(List<Standing> to, OrderChange change) {
        boolean anyBefore = cluster.takingNew() > 0;
        boolean primariesBefore = primariesTakingNew() > 0;
        for (Standing standing : to) {
            set(standing, change);
        }
        cluster.settle();
        var warnings = new ArrayList<String>();
        if (anyBefore && cluster.takingNew() == 0) {
            warnings.add(
                    "no endpoint of "
                            + cluster.name()
                            + " takes anything new now: clients get an error until one does");
        } else if (primariesBefore && primariesTakingNew() == 0) {
            warnings.add("only backups of " + cluster.name() + " take anything new now");
        }
        return new OrderOutcome(
                to.stream().map(each -> each.endpoint.name()).toList(),
                cluster.takingNew(),
                warnings);
    }

    private long primariesTakingNew() {
        return cluster.roster().members().stream()
                .filter(each -> each.state.takesNew() && !each.endpoint.backup())
                .count();
    }

    private void set(Standing standing, OrderChange change) {
        Duration lasts = change.lasts();
        Instant until = lasts == null ? null : clock.instant().plus(lasts);
        EndpointOrders before = standing.orders;
        switch (change.kind()) {
            case UP -> force(standing, Force.UP, until, lasts);
            case DRAIN -> force(standing, Force.DRAIN, until, lasts);
            case DOWN -> force(standing, Force.DOWN, until, lasts);
            case WEIGHT -> {
                cancel(standing.weightTimer);
                standing.orders = before.weighing(change.weight(), until);
                standing.weightTimer = after(lasts, () -> weightIsOver(standing));
            }
            case AUTO -> {
                forget(standing);
                standing.orders = EndpointOrders.NONE;
            }
        }
        follow(standing, before, false);
    }

    private void force(
            Standing standing, Force to, @Nullable Instant until, @Nullable Duration lasts) {
        cancel(standing.forceTimer);
        standing.orders = standing.orders.forced(to, until);
        standing.forceTimer = after(lasts, () -> forceIsOver(standing));
    }

    private void forceIsOver(Standing standing) {
        EndpointOrders before = standing.orders;
        standing.orders = before.forced(null, null);
        follow(standing, before, true);
        cluster.settle();
    }

    private void weightIsOver(Standing standing) {
        EndpointOrders before = standing.orders;
        standing.orders = before.weighing(null, null);
        follow(standing, before, true);
        cluster.settle();
    }

    private void follow(Standing standing, EndpointOrders before, boolean byItself) {
        if (standing.orders.equals(before)) {
            return;
        }
        cluster.ordered(standing);
        generation++;
        cluster.tell(
                new ClusterEvent.Ordered(
                        cluster, standing.endpoint, before, standing.orders, generation, byItself));
    }

    /** Nothing of it is to come any more. */
    void forget(Standing standing) {
        cancel(standing.forceTimer);
        cancel(standing.weightTimer);
    }

    private @Nullable Future<?> after(@Nullable Duration lasts, Runnable end) {
        return lasts == null ? null : control.schedule(end, lasts.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
