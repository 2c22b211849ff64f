package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.ClusterFixture;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.HealthVerdict;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A checker over endpoints that answer as a test wants, on a clock that the test steps. */
abstract class CheckerFixture {

    static final Duration INTERVAL = Duration.ofSeconds(2);
    static final Duration LONGEST_PAUSE = INTERVAL.multipliedBy(11).dividedBy(10);
    static final HealthConfig TRUSTING = health(InitialState.UP, null);
    static final HealthConfig WARY = health(InitialState.DOWN, null);
    static final HostPort NAME = new HostPort("db.test", 5432);

    final ManualScheduler control = new ManualScheduler(new ManualClock());
    final FakeProber prober = new FakeProber(control.clock()::nanos);
    final ProbeSlots slots = new ProbeSlots(8);
    final List<String> transitions = new ArrayList<>();
    final List<String> contradictions = new ArrayList<>();
    boolean listenerBreaks;

    /** How many checks it takes from now. */
    int checksUntil(Cluster cluster, EndpointState wanted) {
        int before = prober.begun.size();
        for (int i = 0; i < 20 && state(cluster) != wanted; i++) {
            int begun = prober.begun.size();
            while (prober.begun.size() == begun) {
                control.advance(Duration.ofMillis(10));
            }
        }
        assertThat(state(cluster)).isEqualTo(wanted);
        return prober.begun.size() - before;
    }

    FakeProber.Begun nextProbe() {
        int before = prober.begun.size();
        control.advance(LONGEST_PAUSE);
        assertThat(prober.begun).hasSize(before + 1);
        return prober.last();
    }

    Cluster cluster(HealthConfig health, String... hosts) {
        return new Cluster(
                "db",
                upstream(health, hosts),
                control,
                control.clock()::nanos,
                control.clock().wall());
    }

    HealthChecker checker(Cluster cluster) {
        return new HealthChecker(
                cluster,
                (health, connect) -> prober,
                slots,
                control,
                control.clock()::nanos,
                new SplittableRandom(7),
                new HealthListener() {
                    @Override
                    public void checked(Endpoint endpoint, Prober.Outcome outcome, CheckState now) {
                        if (listenerBreaks) {
                            throw new IllegalStateException("a bug");
                        }
                    }

                    @Override
                    public void contradicts(Endpoint endpoint, @Nullable Contradiction now) {
                        contradictions.add(now == null ? "over" : now.kind().name());
                    }

                    @Override
                    public void verdictChanged(
                            Endpoint endpoint,
                            HealthVerdict from,
                            HealthVerdict to,
                            @Nullable Fault fault) {
                        transitions.add(endpoint.name() + " " + from + " -> " + to + " " + fault);
                    }
                });
    }

    static Endpoint only(Cluster cluster) {
        assertThat(cluster.endpoints().entries()).hasSize(1);
        return cluster.endpoints().entries().getFirst().endpoint();
    }

    static EndpointState state(Cluster cluster) {
        return cluster.endpoints().entries().stream()
                .map(EndpointSet.Entry::state)
                .findFirst()
                .orElseThrow();
    }

    static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }

    static HealthConfig health(InitialState initially, @Nullable Integer port) {
        return new HealthConfig(
                null, null, null, INTERVAL, Duration.ofSeconds(1), 2, 3, initially, port, true);
    }

    static UpstreamConfig upstream(@Nullable HealthConfig health, String... hosts) {
        return new UpstreamConfig(
                UpstreamConfig.Balance.ROUND_ROBIN,
                Arrays.stream(hosts)
                        .map(h -> new EndpointConfig(new HostPort(h, 5432), 1, false, false))
                        .toList(),
                new DnsConfig(
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        DnsConfig.Family.BOTH),
                health,
                new EjectionConfig(0, Duration.ofSeconds(10), Duration.ofMinutes(5), 50),
                Duration.ZERO,
                new ConnectConfig(Duration.ofSeconds(3), 3, Duration.ofSeconds(10), null),
                null,
                UpstreamConfig.Speaks.H1,
                UpstreamConfig.ProxyProtocolOut.NONE,
                0,
                ClusterFixture.pool(),
                ClusterFixture.http2(),
                null);
    }
}
