package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.ClusterFixture;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.ApplicationFault;
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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HealthCheckerTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = INTERVAL.multipliedBy(11).dividedBy(10);
    private static final HealthConfig TRUSTING = health(InitialState.UP, null);
    private static final HealthConfig WARY = health(InitialState.DOWN, null);
    private static final HostPort NAME = new HostPort("db.test", 5432);

    private final ManualScheduler control = new ManualScheduler(new ManualClock());
    private final FakeProber prober = new FakeProber(control.clock()::nanos);
    private final ProbeSlots slots = new ProbeSlots(8);
    private final List<String> transitions = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();
    private boolean listenerBreaks;

    @Test
    void theFirstCheckComesAtOnceAndDecides() {
        var cluster = cluster(WARY, "10.0.0.1");
        assertThat(state(cluster)).isEqualTo(EndpointState.AWAITING);
        checker(cluster).configured();

        control.advance(Duration.ofMillis(1));

        assertThat(state(cluster)).isEqualTo(EndpointState.UP);
        assertThat(transitions).containsExactly("10.0.0.1:5432 UNCHECKED -> UP null");
    }

    @Test
    void anEndpointThatIsDeadFromTheStartIsDownAfterOneCheck() {
        prober.fails("10.0.0.1", FakeProber.REFUSED);
        var cluster = cluster(TRUSTING, "10.0.0.1", "10.0.0.2");
        checker(cluster).configured();

        control.advance(Duration.ofMillis(2));

        assertThat(state(cluster)).isEqualTo(EndpointState.DOWN);
    }

    @Test
    void itGoesDownAfterFallFailuresAndComesBackAfterRiseSuccesses() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(Duration.ofMillis(1));

        prober.fails("10.0.0.1", FakeProber.REFUSED);
        assertThat(checksUntil(cluster, EndpointState.DOWN)).isEqualTo(3);
        prober.passes("10.0.0.1");
        assertThat(checksUntil(cluster, EndpointState.UP)).isEqualTo(2);

        assertThat(transitions)
                .containsExactly(
                        "10.0.0.1:5432 UNCHECKED -> UP null",
                        "10.0.0.1:5432 UP -> DOWN " + FakeProber.REFUSED,
                        "10.0.0.1:5432 DOWN -> UP null");
    }

    @Test
    void countersAndTheLastFaultAreKeptForMetrics() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(Duration.ofMillis(1));
        prober.fails("10.0.0.1", FakeProber.REFUSED);
        prober.hangs = true;
        nextProbe().ends(FakeProber.REFUSED);
        nextProbe().ends(FakeProber.NO_FILES);
        nextProbe().ends(null);

        assertThat(checker.state(only(cluster)))
                .isEqualTo(
                        new CheckState(HealthVerdict.UP, 0, 2, 1, 1, 1_000, FakeProber.NO_FILES));
        var evidence = Objects.requireNonNull(only(cluster).lastCheckFault());
        assertThat(evidence.fault()).isEqualTo(FakeProber.REFUSED); // ours is no fault of its
    }

    @Test
    void whatTrafficSaysOtherwiseIsToldOnceAndWhenItIsOver() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        checker(cluster).configured();
        control.advance(Duration.ofMillis(1));
        Endpoint endpoint = only(cluster);
        Fault broken = Fault.of(ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM, Stage.RESPONSE);
        for (int i = 0; i < 3; i++) {
            endpoint.exchangeFailed(broken);
        }

        control.advance(INTERVAL.multipliedBy(5));
        assertThat(contradictions).containsExactly("CHECK_PASSES_TRAFFIC_FAILS");
        assertThat(endpoint.contradiction()).isNotNull();
        assertThat(state(cluster))
                .as("checks decide, traffic is shown")
                .isEqualTo(EndpointState.UP);

        endpoint.answered();
        control.advance(INTERVAL.multipliedBy(2));
        assertThat(contradictions).containsExactly("CHECK_PASSES_TRAFFIC_FAILS", "over");
        assertThat(endpoint.contradiction()).isNull();
    }

    @Test
    void faultsOfOurOwnHostNeverTakeAnEndpointDown() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        checker(cluster).configured();
        control.advance(Duration.ofMillis(1));
        prober.fails("10.0.0.1", FakeProber.NO_FILES);

        control.advance(INTERVAL.multipliedBy(100));

        assertThat(state(cluster)).isEqualTo(EndpointState.UP);
        assertThat(prober.begun).hasSizeGreaterThan(90); // and it is checked on
    }

    @Test
    void aFaultOfOurOwnHostNeitherDecidesTheFirstCheckNorBreaksARun() {
        prober.hangs = true;
        var cluster = cluster(WARY, "10.0.0.1");
        checker(cluster).configured();
        nextProbe().ends(FakeProber.NO_FILES);
        assertThat(state(cluster)).isEqualTo(EndpointState.AWAITING);
        nextProbe().ends(null);
        assertThat(state(cluster)).isEqualTo(EndpointState.UP);

        nextProbe().ends(FakeProber.REFUSED);
        nextProbe().ends(FakeProber.NO_FILES);
        nextProbe().ends(FakeProber.REFUSED);
        nextProbe().ends(FakeProber.REFUSED);
        assertThat(state(cluster)).isEqualTo(EndpointState.DOWN);
    }

    @Test
    void pausesVaryByTenPercentAroundTheInterval() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        checker(cluster).configured();
        control.advance(INTERVAL.multipliedBy(200));

        List<Long> pauses =
                IntStream.range(2, prober.begun.size())
                        .mapToObj(
                                i -> prober.begun.get(i).atNanos - prober.begun.get(i - 1).atNanos)
                        .toList();
        long tenth = INTERVAL.toNanos() / 10;
        assertThat(pauses)
                .hasSizeGreaterThan(180)
                .allMatch(p -> Math.abs(p - INTERVAL.toNanos()) <= tenth)
                .anyMatch(p -> p < INTERVAL.toNanos() - tenth / 2)
                .anyMatch(p -> p > INTERVAL.toNanos() + tenth / 2);
    }

    @Test
    void aThousandEndpointsAreNeverCheckedAllAtOnce() {
        String[] hosts =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "10.0." + i / 250 + "." + (i % 250 + 1))
                        .toArray(String[]::new);
        checker(cluster(TRUSTING, hosts)).configured();
        Duration slice = INTERVAL.dividedBy(10);
        List<Integer> perSlice = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int before = prober.begun.size();
            control.advance(slice);
            perSlice.add(prober.begun.size() - before);
        }
        // 100 in each slice if they were perfectly even; all 1,000 in one if nothing spread them.
        assertThat(perSlice.subList(20, 60)).allMatch(n -> n > 40 && n < 200);
        assertThat(perSlice.subList(0, 6)).allMatch(n -> n < 400);
    }

    @Test
    void noMoreChecksThanSlotsAreUnderWay() {
        prober.hangs = true;
        String[] hosts =
                IntStream.rangeClosed(1, 20).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        checker(cluster(TRUSTING, hosts)).configured();
        control.advance(INTERVAL);
        assertThat(prober.begun).hasSize(8);

        prober.begun.getFirst().ends(null);

        assertThat(prober.begun).hasSize(9);
    }

    @Test
    void anotherPortMayBeChecked() {
        checker(cluster(health(InitialState.UP, 9999), "10.0.0.1")).configured();
        control.advance(Duration.ofMillis(1));

        assertThat(prober.last().target.getPort()).isEqualTo(9999);
    }

    @Test
    void endpointsThatDnsBringsAreCheckedAndThoseItTakesAwayAreForgotten() {
        var cluster = cluster(WARY, NAME.host());
        var checker = checker(cluster);
        checker.configured();
        cluster.resolved(NAME, addresses("10.0.0.1", "10.0.0.2"));
        control.advance(Duration.ofMillis(2));
        assertThat(prober.begunAt("10.0.0.1")).isEqualTo(1);
        assertThat(prober.begunAt("10.0.0.2")).isEqualTo(1);
        Endpoint leaving = cluster.endpoints().entries().getFirst().endpoint();

        cluster.resolved(NAME, addresses("10.0.0.2"));
        control.advance(INTERVAL.multipliedBy(10));

        assertThat(prober.begunAt("10.0.0.1")).isLessThanOrEqualTo(1);
        assertThat(prober.begunAt("10.0.0.2")).isGreaterThan(5);
        assertThat(checker.state(leaving)).isNull();
    }

    @Test
    void anEndpointThatLeavesInTheMiddleOfACheckGivesItsSlotBack() {
        prober.hangs = true;
        var cluster = cluster(WARY, NAME.host());
        checker(cluster).configured();
        cluster.resolved(NAME, addresses("10.0.0.1"));
        control.advance(Duration.ofMillis(1));
        assertThat(slots.taken()).isEqualTo(1);

        cluster.resolved(NAME, List.of());

        assertThat(prober.last().cancelled).isTrue();
        assertThat(slots.taken()).isZero();
        assertThat(control.pending()).isZero();
    }

    @Test
    void anEndpointThatLeavesBeforeItsFirstCheckIsNeverChecked() {
        var cluster = cluster(WARY, NAME.host());
        checker(cluster).configured();

        cluster.resolved(NAME, addresses("10.0.0.1"));
        cluster.resolved(NAME, List.of());
        control.advance(INTERVAL.multipliedBy(3));

        assertThat(prober.begun).isEmpty();
    }

    @Test
    void anEndpointThatWaitsForASlotAndLeavesTakesNone() {
        prober.hangs = true;
        var cluster = cluster(WARY, NAME.host());
        checker(cluster).configured();
        String[] hosts =
                IntStream.rangeClosed(1, 9).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        cluster.resolved(NAME, addresses(hosts));
        control.advance(INTERVAL);
        assertThat(slots.waiting()).isEqualTo(1);

        cluster.resolved(NAME, List.of());

        assertThat(slots.waiting()).isZero();
        assertThat(slots.taken()).isZero();
        assertThat(prober.begun).hasSize(8);
    }

    @Test
    void closedNothingStaysPending() {
        prober.hangs = true;
        var checker = checker(cluster(TRUSTING, "10.0.0.1", "10.0.0.2"));
        checker.configured();
        control.advance(Duration.ofMillis(2));

        checker.close();

        assertThat(prober.begun).allMatch(b -> b.cancelled);
        assertThat(slots.taken()).isZero();
        assertThat(control.pending()).isZero();
    }

    @Test
    void aReloadWithOtherSettingsKeepsTheVerdict() {
        prober.fails("10.0.0.1", FakeProber.REFUSED);
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(Duration.ofMillis(1));
        assertThat(state(cluster)).isEqualTo(EndpointState.DOWN);

        cluster.reconfigure(upstream(health(InitialState.UP, 9999), "10.0.0.1"));
        prober.passes("10.0.0.1");
        checker.configured();

        assertThat(state(cluster)).isEqualTo(EndpointState.DOWN);
        assertThat(checksUntil(cluster, EndpointState.UP)).isEqualTo(2);
        assertThat(prober.last().target.getPort()).isEqualTo(9999);
    }

    @Test
    void aReloadThatChangesNothingOfTheChecksDisturbsNone() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(Duration.ofMillis(1));

        cluster.reconfigure(upstream(TRUSTING, "10.0.0.1", "10.0.0.2"));
        checker.configured();
        control.advance(Duration.ofMillis(1));

        assertThat(prober.begunAt("10.0.0.1")).isEqualTo(1);
        assertThat(prober.begunAt("10.0.0.2")).isEqualTo(1);
    }

    @Test
    void checksThatTheConfigNoLongerWantsEnd() {
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(Duration.ofMillis(1));

        cluster.reconfigure(upstream(null, "10.0.0.1"));
        checker.configured();

        assertThat(control.pending()).isZero();
        assertThat(checker.state(only(cluster))).isNull();
    }

    @Test
    void aBugInACheckIsOursAndEndsNeitherTheChecksNorTheSlot() {
        prober.breaks = true;
        var cluster = cluster(TRUSTING, "10.0.0.1");
        var checker = checker(cluster);
        checker.configured();
        control.advance(INTERVAL.multipliedBy(10));

        assertThat(prober.begun).hasSizeGreaterThan(8);
        assertThat(slots.taken()).isZero();
        assertThat(state(cluster)).isEqualTo(EndpointState.UNCHECKED);
        var seen = Objects.requireNonNull(checker.state(only(cluster)));
        assertThat(String.valueOf(seen.lastFault())).startsWith("L7.INTERNAL (proxy, connect)");
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheChecks() {
        listenerBreaks = true;
        checker(cluster(TRUSTING, "10.0.0.1")).configured();

        control.advance(INTERVAL.multipliedBy(10));

        assertThat(prober.begun).hasSizeGreaterThan(8);
        assertThat(slots.taken()).isZero();
    }

    /** How many checks it takes from now. */
    private int checksUntil(Cluster cluster, EndpointState wanted) {
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

    private FakeProber.Begun nextProbe() {
        int before = prober.begun.size();
        control.advance(LONGEST_PAUSE);
        assertThat(prober.begun).hasSize(before + 1);
        return prober.last();
    }

    private Cluster cluster(HealthConfig health, String... hosts) {
        return new Cluster(
                "db",
                upstream(health, hosts),
                control,
                control.clock()::nanos,
                control.clock().wall());
    }

    private HealthChecker checker(Cluster cluster) {
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

    private static Endpoint only(Cluster cluster) {
        assertThat(cluster.endpoints().entries()).hasSize(1);
        return cluster.endpoints().entries().getFirst().endpoint();
    }

    private static EndpointState state(Cluster cluster) {
        return cluster.endpoints().entries().stream()
                .map(EndpointSet.Entry::state)
                .findFirst()
                .orElseThrow();
    }

    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }

    private static HealthConfig health(InitialState initially, @Nullable Integer port) {
        return new HealthConfig(
                null, null, null, INTERVAL, Duration.ofSeconds(1), 2, 3, initially, port, true);
    }

    private static UpstreamConfig upstream(@Nullable HealthConfig health, String... hosts) {
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
