package io.faultline.core.upstream.health;

import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.ClusterEvent;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.HealthVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the endpoints of one cluster and tells the cluster each change of a verdict. Endpoints that
 * come are checked at once, endpoints that go are forgotten with all that was pending for them.
 *
 * <p>Control thread only, except {@link #state}. docs/adr/0008 tells what a check is and why.
 */
public final class HealthChecker implements AutoCloseable {

    /** Makes the prober for one cluster's settings. */
    @FunctionalInterface
    public interface ProberFactory {
        Prober prober(HealthConfig health, ConnectConfig connect);
    }

    private final Cluster cluster;
    private final ProberFactory probers;
    private final ProbeSlots slots;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final HealthListener listener;
    private final Map<Endpoint, EndpointCheck> checks = new ConcurrentHashMap<>();
    private final List<Endpoint> arrivals = new ArrayList<>();
    private @Nullable UpstreamConfig followed;
    private @Nullable CheckPlan plan;
    private boolean closed;

    public HealthChecker(
            Cluster cluster,
            ProberFactory probers,
            ProbeSlots slots,
            ScheduledExecutorService control,
            Ticker ticker,
            RandomGenerator random,
            HealthListener listener) {
        this.cluster = cluster;
        this.probers = probers;
        this.slots = slots;
        this.control = control;
        this.ticker = ticker;
        this.random = random;
        this.listener = listener;
        cluster.addListener(this::on);
    }

    /**
     * Follows the cluster's config: at start, and after each {@link Cluster#reconfigure}. With other
     * settings all checks begin anew; verdicts stay until new ones are reached, so that a reload
     * neither trusts an endpoint that is down nor the reverse.
     */
    public void configured() {
        UpstreamConfig now = cluster.config();
        UpstreamConfig before = followed;
        followed = now;
        if (before != null && checksAlike(before, now)) {
            return;
        }
        HealthConfig health = now.health();
        plan =
                health == null
                        ? null
                        : new CheckPlan(health, probers.prober(health, now.connect()), random);
        List<Endpoint> members =
                cluster.endpoints().entries().stream().map(EndpointSet.Entry::endpoint).toList();
        arrivals.clear();
        arrivals.addAll(members);
        startArrivals();
    }

    private static boolean checksAlike(UpstreamConfig one, UpstreamConfig other) {
        return Objects.equals(one.health(), other.health())
                && one.connect().equals(other.connect())
                && Objects.equals(one.tls(), other.tls())
                && one.protocol() == other.protocol()
                && one.sendProxyProtocol() == other.sendProxyProtocol();
    }

    /** What checks know of the endpoint, or null when it is not checked. Any thread. */
    public @Nullable CheckState state(Endpoint endpoint) {
        EndpointCheck check = checks.get(endpoint);
        return check == null ? null : check.state();
    }

    /** Ends all checks; nothing stays pending. */
    @Override
    public void close() {
        closed = true;
        checks.values().forEach(EndpointCheck::close);
        checks.clear();
    }

    private void on(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.EndpointAdded added -> arrived(added.endpoint());
            case ClusterEvent.EndpointRemoved removed -> left(removed.endpoint());
            default -> {}
        }
    }

    /** One DNS answer brings many endpoints in a row; how many is known only when all are there. */
    private void arrived(Endpoint endpoint) {
        if (arrivals.isEmpty()) {
            control.execute(this::startArrivals);
        }
        arrivals.add(endpoint);
    }

    private void left(Endpoint endpoint) {
        arrivals.remove(endpoint);
        EndpointCheck check = checks.remove(endpoint);
        if (check != null) {
            check.close();
        }
    }

    private void startArrivals() {
        List<Endpoint> together = List.copyOf(arrivals);
        arrivals.clear();
        for (Endpoint endpoint : together) {
            EndpointCheck before = checks.remove(endpoint);
            if (before != null) {
                before.close();
            }
            CheckPlan current = plan;
            if (current != null && !closed) {
                HealthVerdict verdict =
                        before == null ? HealthVerdict.UNCHECKED : before.state().verdict();
                var check = new EndpointCheck(endpoint, current, verdict, this);
                checks.put(endpoint, check);
                check.start(current.firstDelayNanos(together.size()));
            }
        }
    }

    void contradicts(Endpoint endpoint, @Nullable Contradiction now) {
        listener.contradicts(endpoint, now);
    }

    void judged(EndpointCheck check, Prober.Outcome outcome, HealthVerdict before) {
        CheckState now = check.state();
        boolean changed = now.verdict() != before;
        if (changed) {
            cluster.healthChanged(check.endpoint(), now.verdict());
        }
        listener.checked(check.endpoint(), outcome, now);
        if (changed) {
            listener.verdictChanged(check.endpoint(), before, now.verdict(), outcome.fault());
        }
    }

    ScheduledExecutorService control() {
        return control;
    }

    ProbeSlots slots() {
        return slots;
    }

    Ticker ticker() {
        return ticker;
    }
}
