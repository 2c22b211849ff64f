package io.faultline.core.observe.metrics;

import io.faultline.core.ClusterFixture;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.upstream.Cluster;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A cluster with so many endpoints, of which the second is drained. */
final class SampleUpstream {

    private SampleUpstream() {}

    static Cluster named(String name, int endpoints) {
        List<EndpointConfig> members =
                IntStream.rangeClosed(1, endpoints)
                        .mapToObj(
                                i ->
                                        new EndpointConfig(
                                                new HostPort("10.0." + i / 250 + "." + i % 250, 80),
                                                2,
                                                false,
                                                i == 2))
                        .toList();
        Duration second = Duration.ofSeconds(1);
        UpstreamConfig config =
                new UpstreamConfig(
                        UpstreamConfig.Balance.ROUND_ROBIN,
                        members,
                        new DnsConfig(List.of(), second, second, second, DnsConfig.Family.BOTH),
                        null,
                        new EjectionConfig(5, second, second, 50),
                        Duration.ZERO,
                        new ConnectConfig(second, 3, second, null),
                        null,
                        UpstreamConfig.Speaks.H1,
                        UpstreamConfig.ProxyProtocolOut.NONE,
                        0,
                        ClusterFixture.pool(),
                        ClusterFixture.http2(),
                        null);
        ManualClock clock = new ManualClock();
        return new Cluster(name, config, new ManualScheduler(clock), clock::nanos, clock.wall());
    }
}
