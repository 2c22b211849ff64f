package io.faultline.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.ClusterFixture;
import io.faultline.core.ControlLoop;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.NameState;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.leak.LeakGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a name in the config to endpoints in a cluster, with a name server in between. */
@ExtendWith(LeakGuard.class)
final class DiscoveryIT {

    private static final HostPort DB = new HostPort("db.test", 5432);

    @TempDir Path etc;
    private final ControlLoop control = new ControlLoop(ControlLoop.Kind.EPOLL);
    private final ScriptedDns dns = ScriptedDns.start();
    private final List<NameState> heard = new CopyOnWriteArrayList<>();
    private @Nullable Discovery discovery;

    @AfterEach
    void stop() {
        control.run(Objects.requireNonNull(discovery)::close);
        control.close();
        dns.close();
    }

    @Test
    void everyAddressOfANameBecomesAnEndpoint() {
        dns.answers("db.test", 30, "10.0.0.2", "10.0.0.1", "2001:db8::1");

        var cluster = discovered(DB);

        awaitEndpoints(cluster, "10.0.0.1:5432", "10.0.0.2:5432", "[2001:db8::1]:5432");
        assertThat(cluster.endpoints().entries())
                .extracting(e -> e.endpoint().hostname())
                .containsOnly("db.test");
    }

    @Test
    void theProxyStartsWhileDnsIsDownAndRecoversByItself() {
        dns.servfail("db.test");
        var cluster = discovered(DB);
        Eventually.until("the first failure", () -> !heard.isEmpty());

        var why = cluster.whyNone();
        assertThat(why.code()).isEqualTo(SessionFault.NO_ENDPOINTS);
        assertThat(why.toString()).contains("L7.DNS_SERVFAIL").contains("rcode=SERVFAIL");

        dns.answers("db.test", 30, "10.0.0.1");
        awaitEndpoints(cluster, "10.0.0.1:5432");
    }

    @Test
    void aNameThatGoesNxdomainKeepsItsEndpointsAndComesBackWithNewOnes() {
        dns.answers("db.test", 0, "10.0.0.1");
        var cluster = discovered(DB);
        awaitEndpoints(cluster, "10.0.0.1:5432");

        dns.nxdomain("db.test");
        NameState failing =
                Eventually.value(
                        "three failures in a row",
                        () -> only().names().getFirst(),
                        n -> n.failuresInARow() >= 3);
        assertThat(failing.servesLastGood()).isTrue();
        assertThat(failing.generation()).isEqualTo(1);
        assertThat(String.valueOf(failing.fault())).startsWith("L7.DNS_NXDOMAIN");
        assertThat(endpoints(cluster)).containsExactly("10.0.0.1:5432");

        dns.answers("db.test", 0, "10.0.0.2");
        awaitEndpoints(cluster, "10.0.0.2:5432");
        assertThat(only().names().getFirst().generation()).isEqualTo(2);
    }

    @Test
    void addressesFollowTheAnswers() {
        dns.answers("db.test", 0, "10.0.0.1", "10.0.0.2");
        var cluster = discovered(DB);
        awaitEndpoints(cluster, "10.0.0.1:5432", "10.0.0.2:5432");
        var staying = endpointNamed(cluster, "10.0.0.2:5432");

        dns.answers("db.test", 0, "10.0.0.2", "10.0.0.3");

        awaitEndpoints(cluster, "10.0.0.2:5432", "10.0.0.3:5432");
        assertThat(endpointNamed(cluster, "10.0.0.2:5432")).isSameAs(staying);
    }

    @Test
    void twoPortsOfOneNameAreOneLookup() {
        dns.answers("db.test", 300, "10.0.0.1");

        var cluster = discovered(DB, new HostPort("db.test", 5433));

        awaitEndpoints(cluster, "10.0.0.1:5432", "10.0.0.1:5433");
        // The first endpoints are there when one family has answered.
        Eventually.until(
                "every lookup to end",
                () -> only().names().stream().allMatch(name -> name.lookups() == 1));
        assertThat(dns.asked("db.test")).isEqualTo(2); // A and AAAA
    }

    @Test
    void anAddressIsNeverLookedUp() {
        var cluster = discovered(new HostPort("10.0.0.7", 80), new HostPort("2001:db8::7", 80));

        assertThat(endpoints(cluster)).containsExactly("10.0.0.7:80", "[2001:db8::7]:80");
        assertThat(only().names()).isEmpty();
        assertThat(dns.asked("10.0.0.7")).isZero();
    }

    @Test
    void aReloadThatAsksOtherServersKeepsTheEndpointsUntilTheyAnswer() {
        dns.answers("db.test", 300, "10.0.0.1");
        var cluster = discovered(DB);
        awaitEndpoints(cluster, "10.0.0.1:5432");
        try (var other = ScriptedDns.start()) {
            other.servfail("db.test");
            reload(cluster, ClusterFixture.of(DB).dns(quickDns(other)));
            Eventually.until("the other server to be asked", () -> other.asked("db.test") >= 2);
            assertThat(endpoints(cluster)).containsExactly("10.0.0.1:5432");

            other.answers("db.test", 300, "10.0.0.9");
            awaitEndpoints(cluster, "10.0.0.9:5432");
        }
    }

    @Test
    void aNameTheConfigNoLongerHasIsNoLongerAskedFor() {
        dns.answers("db.test", 0, "10.0.0.1").answers("new.test", 300, "10.0.0.2");
        var cluster = discovered(DB);
        awaitEndpoints(cluster, "10.0.0.1:5432");

        reload(cluster, ClusterFixture.of(new HostPort("new.test", 1)).dns(quickDns(dns)));

        awaitEndpoints(cluster, "10.0.0.2:1");
        assertThat(only().names()).extracting(NameState::name).containsExactly("new.test");
    }

    private Cluster discovered(HostPort... places) {
        return control.call(
                () -> {
                    var ticker = Ticker.system();
                    var cluster =
                            new Cluster(
                                    "db",
                                    ClusterFixture.of(places).dns(quickDns(dns)).config(),
                                    control.loop(),
                                    ticker,
                                    InstantSource.system());
                    var system = new SystemNames(etc.resolve("hosts"), etc.resolve("resolv.conf"));
                    discovery =
                            new Discovery(
                                    cluster,
                                    DnsScope.overNetwork(control.loop(), system),
                                    control.loop(),
                                    ticker,
                                    new SplittableRandom(),
                                    (upstream, before, now) -> heard.add(now));
                    discovery.configured();
                    return cluster;
                });
    }

    private void reload(Cluster cluster, ClusterFixture fixture) {
        control.run(
                () -> {
                    cluster.reconfigure(fixture.config());
                    only().configured();
                });
    }

    private Discovery only() {
        return Objects.requireNonNull(discovery);
    }

    /** TTL and pauses as short as the config allows. */
    private static DnsConfig quickDns(ScriptedDns server) {
        DnsConfig some = ClusterFixture.dns(DnsConfig.Family.BOTH, server.address());
        return new DnsConfig(
                some.servers(),
                some.timeout(),
                Duration.ofMillis(100),
                some.maxTtl(),
                some.family());
    }

    private static void awaitEndpoints(Cluster cluster, String... names) {
        Eventually.value("the endpoints", () -> endpoints(cluster), List.of(names)::equals);
    }

    private static List<String> endpoints(Cluster cluster) {
        return cluster.endpoints().entries().stream()
                .map(e -> e.endpoint().name())
                .sorted()
                .toList();
    }

    private static Object endpointNamed(Cluster cluster, String name) {
        return cluster.endpoints().entries().stream()
                .map(EndpointSet.Entry::endpoint)
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
