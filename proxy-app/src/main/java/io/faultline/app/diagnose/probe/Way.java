package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.target.Plan;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.ConnectPolicy;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.WorkerUpstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one address, made of the parts that a worker's way to an upstream is made of: so the same
 * code connects, shakes hands and names what broke. What is counted on it counts nowhere else.
 */
final class Way {

    /** What is read once is in its first generation. */
    private static final long GENERATION = 1;

    private final WorkerUpstream upstream;
    private final Endpoint endpoint;

    private Way(WorkerUpstream upstream, Endpoint endpoint) {
        this.upstream = upstream;
        this.endpoint = endpoint;
    }

    /**
     * On the loop.
     *
     * @param place as it is configured: what TLS and HTTP call it
     */
    static Way to(
            Bench bench,
            Plan plan,
            UpstreamConfig config,
            HostPort place,
            InetAddress address,
            @Nullable TlsOrigination tls) {
        Cluster cluster = cluster(bench, plan, config);
        var endpoint =
                Endpoint.alone(
                        new InetSocketAddress(address, place.port()),
                        new EndpointConfig(place, 1, false, false),
                        bench.worker().ticker(),
                        bench.clock());
        var way =
                new WorkerUpstream(
                        bench.worker(),
                        cluster.newPicker(0),
                        once(ConnectPolicy.of(config.connect(), plan.origins())),
                        PoolPolicy.of(config, plan.origins()),
                        tls,
                        config.protocol(),
                        config.sendProxyProtocol(),
                        new MetricShards(1).worker(0).upstream(plan.upstream()),
                        new FaultLedger(Clock.systemUTC()),
                        FaultScope.ofUpstream(plan.upstream()),
                        bench.host(),
                        GENERATION);
        return new Way(way, endpoint);
    }

    /** Of the settings' own endpoints nobody is picked here: whom to ask is said. */
    private static Cluster cluster(Bench bench, Plan plan, UpstreamConfig config) {
        var cluster =
                new Cluster(
                        plan.upstream(),
                        config,
                        bench.worker().loop(),
                        bench.worker().ticker(),
                        bench.clock());
        cluster.close(); // its timers: nothing about it will change
        return cluster;
    }

    /** Traffic would go on to another endpoint; here each address is to speak for itself. */
    private static ConnectPolicy once(ConnectPolicy policy) {
        return new ConnectPolicy(
                policy.timeoutNanos(),
                1,
                policy.budgetNanos(),
                policy.source(),
                policy.timeout(),
                policy.budget());
    }

    WorkerUpstream upstream() {
        return upstream;
    }

    Endpoint endpoint() {
        return endpoint;
    }
}
