package io.faultline.core.upstream;

import io.faultline.core.ClusterFixture;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.value.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an upstream's config: the defaults of the language, and what a test says differently. */
final class TestUpstream {

    private final List<EndpointConfig> endpoints = new ArrayList<>();
    private Balance balance = Balance.ROUND_ROBIN;
    private @Nullable HealthConfig health;
    private int consecutiveFaults = 5;
    private Duration baseTime = Duration.ofSeconds(10);
    private Duration maxTime = Duration.ofMinutes(5);
    private int maxPercent = 50;
    private Duration slowStart = Duration.ZERO;
    private double hashBalanceFactor;

    /** {@code 10.0.0.1:80} and so on, as many as wanted. */
    TestUpstream endpoints(int count) {
        for (int i = 0; i < count; i++) {
            endpoint(address(i));
        }
        return this;
    }

    TestUpstream endpoint(String hostAndPort) {
        return endpoint(hostAndPort, 1);
    }

    TestUpstream endpoint(String hostAndPort, int weight) {
        endpoints.add(new EndpointConfig(place(hostAndPort), weight, false, false));
        return this;
    }

    TestUpstream backup(String hostAndPort) {
        endpoints.add(new EndpointConfig(place(hostAndPort), 1, true, false));
        return this;
    }

    TestUpstream drained(String hostAndPort) {
        endpoints.add(new EndpointConfig(place(hostAndPort), 1, false, true));
        return this;
    }

    TestUpstream balance(Balance value) {
        balance = value;
        return this;
    }

    TestUpstream checked(InitialState initially) {
        health =
                new HealthConfig(
                        null,
                        null,
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        2,
                        3,
                        initially,
                        null,
                        true);
        return this;
    }

    TestUpstream ejectsAfter(int faults) {
        consecutiveFaults = faults;
        return this;
    }

    TestUpstream ejectsFor(Duration base, Duration max) {
        baseTime = base;
        maxTime = max;
        return this;
    }

    TestUpstream ejectsAtMost(int percent) {
        maxPercent = percent;
        return this;
    }

    TestUpstream slowStart(Duration value) {
        slowStart = value;
        return this;
    }

    TestUpstream hashBalanceFactor(double value) {
        hashBalanceFactor = value;
        return this;
    }

    UpstreamConfig config() {
        return new UpstreamConfig(
                balance,
                List.copyOf(endpoints),
                new DnsConfig(
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        DnsConfig.Family.BOTH),
                health,
                new EjectionConfig(consecutiveFaults, baseTime, maxTime, maxPercent),
                slowStart,
                new ConnectConfig(Duration.ofSeconds(3), 3, Duration.ofSeconds(10), null),
                null,
                UpstreamConfig.Speaks.H1,
                ProxyProtocolOut.NONE,
                hashBalanceFactor,
                ClusterFixture.pool(),
                ClusterFixture.http2(),
                null);
    }

    ClusterInTest start() {
        return new ClusterInTest(config());
    }

    static HostPort place(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new HostPort(
                hostAndPort.substring(0, colon),
                Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    static String address(int index) {
        int last = index + 1;
        return "10." + (last >> 16) + "." + (last >> 8 & 0xff) + "." + (last & 0xff) + ":80";
    }
}
