package io.faultline.core.observe.metrics;

import io.faultline.core.Layer;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.CommonCause;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.order.Force;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the clusters say of their endpoints. Endpoints may come from DNS, so their number is not ours:
 * beyond a bound they share one label, and how many do is a metric itself.
 */
final class ClusterSamples {

    static final int ENDPOINTS_EXPORTED = 500;
    static final String OTHER = "(other)";

    private final Samples samples;

    ClusterSamples(Samples samples) {
        this.samples = samples;
    }

    void gather(Cluster cluster) {
        String upstream = cluster.name();
        List<EndpointSet.Entry> entries = cluster.endpoints().entries();
        samples.gauge(Metric.UPSTREAM_CONNECTIONS_ACTIVE, cluster.active(), upstream);
        byState(upstream, entries);
        orders(upstream, entries);
        suspicions(cluster, entries);
        int exported = Math.min(entries.size(), ENDPOINTS_EXPORTED);
        for (EndpointSet.Entry entry : entries.subList(0, exported)) {
            endpoint(upstream, entry);
        }
        List<EndpointSet.Entry> folded = entries.subList(exported, entries.size());
        samples.gauge(Metric.UPSTREAM_ENDPOINTS_FOLDED, folded.size(), upstream);
        if (!folded.isEmpty()) {
            others(upstream, folded);
        }
    }

    private void orders(String upstream, List<EndpointSet.Entry> entries) {
        Map<Force, Integer> forced = new EnumMap<>(Force.class);
        int weighed = 0;
        for (EndpointSet.Entry entry : entries) {
            Force force = entry.orders().force();
            if (force != null) {
                forced.merge(force, 1, Integer::sum);
            }
            weighed += entry.orders().weight() == null ? 0 : 1;
        }
        for (Force force : Force.values()) {
            samples.gauge(
                    Metric.UPSTREAM_ORDERS, forced.getOrDefault(force, 0), upstream, force.label());
        }
        samples.gauge(Metric.UPSTREAM_ORDERS, weighed, upstream, "weight");
    }

    private void suspicions(Cluster cluster, List<EndpointSet.Entry> entries) {
        CommonCause cause = cluster.commonCause();
        for (Layer layer : Layer.values()) {
            boolean suspected = cause != null && cause.layer() == layer;
            samples.gauge(
                    Metric.UPSTREAM_COMMON_CAUSE, suspected ? 1 : 0, cluster.name(), layer.name());
        }
        samples.gauge(
                Metric.UPSTREAM_CIRCUIT_OPEN, cluster.breaker().isOpen() ? 1 : 0, cluster.name());
        int[] counts = new int[Contradiction.Kind.values().length];
        for (EndpointSet.Entry entry : entries) {
            Contradiction contradiction = entry.endpoint().contradiction();
            if (contradiction != null) {
                counts[contradiction.kind().ordinal()]++;
            }
        }
        for (Contradiction.Kind kind : Contradiction.Kind.values()) {
            samples.gauge(
                    Metric.UPSTREAM_CONTRADICTIONS,
                    counts[kind.ordinal()],
                    cluster.name(),
                    kind.failing());
        }
    }

    private void byState(String upstream, List<EndpointSet.Entry> entries) {
        Map<EndpointState, Integer> counts = new EnumMap<>(EndpointState.class);
        for (EndpointSet.Entry entry : entries) {
            counts.merge(entry.state(), 1, Integer::sum);
        }
        for (EndpointState state : EndpointState.values()) {
            if (state != EndpointState.REMOVED) { // no member is
                samples.gauge(
                        Metric.UPSTREAM_ENDPOINTS,
                        counts.getOrDefault(state, 0),
                        upstream,
                        label(state));
            }
        }
    }

    private void endpoint(String upstream, EndpointSet.Entry entry) {
        Endpoint endpoint = entry.endpoint();
        for (EndpointState state : EndpointState.values()) {
            if (state != EndpointState.REMOVED) {
                samples.gauge(
                        Metric.ENDPOINT_STATE,
                        entry.state() == state ? 1 : 0,
                        upstream,
                        endpoint.name(),
                        label(state));
            }
        }
        counts(
                upstream,
                endpoint.name(),
                entry.effectiveWeight(),
                endpoint.active(),
                endpoint.connects(),
                endpoint.failedConnects());
    }

    /** Their states stand in the count by state; a state of many at once would mean nothing. */
    private void others(String upstream, List<EndpointSet.Entry> folded) {
        double weight = 0;
        long active = 0;
        long connects = 0;
        long failed = 0;
        for (EndpointSet.Entry entry : folded) {
            weight += entry.effectiveWeight();
            active += entry.endpoint().active();
            connects += entry.endpoint().connects();
            failed += entry.endpoint().failedConnects();
        }
        counts(upstream, OTHER, weight, active, connects, failed);
    }

    private void counts(
            String upstream, String name, double weight, long active, long connects, long failed) {
        samples.gauge(Metric.ENDPOINT_WEIGHT, weight, upstream, name);
        samples.gauge(Metric.ENDPOINT_CONNECTIONS_ACTIVE, active, upstream, name);
        samples.counter(Metric.ENDPOINT_CONNECTS, connects, upstream, name, "ok");
        samples.counter(Metric.ENDPOINT_CONNECTS, failed, upstream, name, "failed");
    }

    private static String label(EndpointState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
