package io.faultline.core;

import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.PoolConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamHttp2Config;
import io.faultline.core.config.value.ByteSize;
import io.faultline.core.config.value.HostPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Upstream configs for tests of health and discovery: what a test does not name is the default. */
public record ClusterFixture(
        List<EndpointConfig> endpoints,
        DnsConfig dns,
        @Nullable HealthConfig health,
        ConnectConfig connect) {

    public static ClusterFixture of(HostPort... places) {
        return new ClusterFixture(
                Arrays.stream(places).map(p -> new EndpointConfig(p, 1, false, false)).toList(),
                dns(DnsConfig.Family.BOTH),
                null,
                new ConnectConfig(Duration.ofSeconds(3), 3, Duration.ofSeconds(10), null));
    }

    public static ClusterFixture of(InetSocketAddress address) {
        return of(new HostPort(address.getAddress().getHostAddress(), address.getPort()));
    }

    public ClusterFixture dns(DnsConfig other) {
        return new ClusterFixture(endpoints, other, health, connect);
    }

    public ClusterFixture health(@Nullable HealthConfig other) {
        return new ClusterFixture(endpoints, dns, other, connect);
    }

    public ClusterFixture source(String source) {
        return new ClusterFixture(
                endpoints,
                dns,
                health,
                new ConnectConfig(connect.timeout(), connect.attempts(), connect.budget(), source));
    }

    public UpstreamConfig config() {
        return new UpstreamConfig(
                UpstreamConfig.Balance.ROUND_ROBIN,
                endpoints,
                dns,
                health,
                new EjectionConfig(0, Duration.ofSeconds(10), Duration.ofMinutes(5), 50),
                Duration.ZERO,
                connect,
                null,
                UpstreamConfig.Speaks.H1,
                UpstreamConfig.ProxyProtocolOut.NONE,
                0,
                pool(),
                http2(),
                null);
    }

    public static PoolConfig pool() {
        return new PoolConfig(
                0,
                1024,
                Duration.ofSeconds(5),
                0,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                0,
                256,
                Duration.ofMinutes(6),
                Duration.ofSeconds(10));
    }

    public static UpstreamHttp2Config http2() {
        var window = new ByteSize(64 * 1024);
        return new UpstreamHttp2Config(
                1000, window, window, window, window, Duration.ofSeconds(10), 1000, 1000, 1000);
    }

    public static DnsConfig dns(DnsConfig.Family family, InetSocketAddress... servers) {
        return new DnsConfig(
                Arrays.stream(servers)
                        .map(s -> new HostPort(s.getAddress().getHostAddress(), s.getPort()))
                        .toList(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                family);
    }

    /** rise 2, fall 3, as the defaults are. */
    public static HealthConfig checks(
            Duration interval, Duration timeout, InitialState initially, @Nullable Integer port) {
        return new HealthConfig(null, null, null, interval, timeout, 2, 3, initially, port, true);
    }
}
