package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.ClusterFixture;
import io.faultline.core.ControlLoop;
import io.faultline.core.Side;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.LinkFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.HealthVerdict;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.NetNamespace;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks over real sockets, on each transport. The guard fails the class if a probe leaves one open. */
@ParameterizedClass
@EnumSource(ControlLoop.Kind.class)
@ExtendWith(LeakGuard.class)
final class HealthCheckIT {

    private static final HealthConfig OFTEN =
            ClusterFixture.checks(
                    Duration.ofMillis(50), Duration.ofSeconds(10), InitialState.UP, null);

    private final ControlLoop.Kind kind;
    private final ControlLoop control;
    private final HostWatch host = new HostWatch();
    private final ProbeSlots slots = new ProbeSlots(16);
    private final List<String> checks = new CopyOnWriteArrayList<>();
    private final List<Fault> downBy = new CopyOnWriteArrayList<>();
    private @Nullable HealthChecker checker;

    HealthCheckIT(ControlLoop.Kind kind) {
        this.kind = kind;
        this.control = new ControlLoop(kind);
    }

    @AfterEach
    void stop() {
        control.run(Objects.requireNonNull(checker)::close);
        control.close();
    }

    @Test
    void anEndpointThatDiesGoesDownAfterFallChecksAndBackUpAfterRise() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            var cluster = checked(ClusterFixture.of(origin.address()).health(OFTEN));
            awaitState(cluster, EndpointState.UP);

            origin.stop();
            awaitState(cluster, EndpointState.DOWN);
            origin.restart();
            awaitState(cluster, EndpointState.UP);
            Eventually.until("all of it to be told", () -> checks.contains("DOWN->UP"));

            assertThat(String.join(" ", checks))
                    .matches(
                            "ok UNCHECKED->UP (ok )*bad bad bad UP->DOWN (bad )*ok ok DOWN->UP( ok)*");
            assertThat(downBy).hasSize(1);
            assertThat(firstDownBy().code()).isEqualTo(TransportFault.CONNECT_REFUSED);
        }
    }

    @Test
    void aBlackHoleIsAConnectTimeoutThatNamesTheTimer() {
        try (var hole = BlackHole.open()) {
            var quick =
                    ClusterFixture.checks(
                            Duration.ofMillis(50), Duration.ofMillis(30), InitialState.UP, null);
            var cluster = checked(ClusterFixture.of(hole.address()).health(quick));
            awaitState(cluster, EndpointState.DOWN);

            assertThat(firstDownBy().toString())
                    .startsWith(
                            "L4.CONNECT_TIMEOUT (upstream, connect) address=127.0.0.1:"
                                    + hole.port()
                                    + " timer=health.timeout=30ms (edge.yaml:9) tcp=")
                    .endsWith(
                            kind == ControlLoop.Kind.EPOLL
                                    ? "tcp=syn-sent unacked:1 retrans:0/0 silence=syn: no answer to our"
                                            + " SYN"
                                    : "tcp=unknown");
        }
    }

    @Test
    void aRefusedConnectIsSaidWithItsErrno() {
        try (var dead = ReservedPort.any()) {
            awaitState(
                    checked(ClusterFixture.of(dead.address()).health(OFTEN)), EndpointState.DOWN);

            assertThat(firstDownBy().toString())
                    .startsWith(
                            "L4.CONNECT_REFUSED (upstream, connect) errno=ECONNREFUSED address=127.0.0.1:"
                                    + dead.port());
        }
    }

    @Test
    void aCheckEndsWithAResetAndSendsNothing() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            checked(ClusterFixture.of(origin.address()).health(OFTEN));

            origin.awaitConnection(1).awaitEnding(Ending.RESET);
            assertThat(origin.connections().getFirst().receivedBytes()).isZero();
        }
    }

    @Test
    void checksLeaveFromTheConfiguredSourceAddress() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            checked(ClusterFixture.of(origin.address()).health(OFTEN).source("127.0.0.9"));

            assertThat(origin.awaitConnection(1).remote().getAddress().getHostAddress())
                    .isEqualTo("127.0.0.9");
        }
    }

    @Test
    void aSourceAddressThatIsNotOursIsNotHeldAgainstTheEndpoint() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            var cluster =
                    checked(ClusterFixture.of(origin.address()).health(OFTEN).source("192.0.2.1"));
            Eventually.until("five checks", () -> checks.size() >= 5);

            assertThat(checks).containsOnly("ours");
            assertThat(state(cluster)).isEqualTo(EndpointState.UNCHECKED);
            var fault = Objects.requireNonNull(checkState(cluster).lastFault());
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(origin.accepted()).isZero();
        }
    }

    @Test
    void anEndpointNobodyAnswersArpForIsNamedByItsLayer() {
        NetNamespace.assumeAvailable();
        try (var other = NetNamespace.create()) {
            other.forgetAddress();
            var looking = host.start(control.loop());
            checked(ClusterFixture.of(new HostPort(other.address(), 80)).health(OFTEN));

            assertThat(firstDownBy().code()).isEqualTo(LinkFault.NEIGHBOR_UNRESOLVED);
            looking.cancel(false);
        }
    }

    @Test
    void anotherPortIsCheckedWhenTheConfigSaysSo() {
        try (var dead = ReservedPort.any();
                var origin = ScriptedOrigin.start(Behaviour.sink())) {
            var elsewhere =
                    ClusterFixture.checks(
                            Duration.ofMillis(50),
                            Duration.ofSeconds(10),
                            InitialState.DOWN,
                            origin.port());
            awaitState(
                    checked(ClusterFixture.of(dead.address()).health(elsewhere)), EndpointState.UP);
        }
    }

    @Test
    void anEndpointThatLeavesInTheMiddleOfACheckLeavesNoSocketBehind() {
        var name = new HostPort("hole.test", 1);
        try (var hole = BlackHole.open()) {
            var patient =
                    ClusterFixture.checks(
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(1),
                            InitialState.UP,
                            hole.port());
            var cluster = checked(ClusterFixture.of(name).health(patient));
            control.run(() -> cluster.resolved(name, List.of(hole.address().getAddress())));
            Eventually.until("the check to hang", () -> control.call(slots::taken) == 1);
            long before = ControlLoop.socketsTowards(hole.port());

            control.run(() -> cluster.resolved(name, List.of()));

            assertThat(control.call(slots::taken)).isZero();
            assertThat(checks).isEmpty();
            assertThat(ControlLoop.socketsTowards(hole.port())).isEqualTo(before - 1);
        }
    }

    private Cluster checked(ClusterFixture fixture) {
        return control.call(
                () -> {
                    var ticker = Ticker.system();
                    var cluster =
                            new Cluster(
                                    "db",
                                    fixture.config(),
                                    control.loop(),
                                    ticker,
                                    InstantSource.system());
                    checker =
                            new HealthChecker(
                                    cluster,
                                    (health, connect) ->
                                            new TcpProber(
                                                    new ProbeRules(
                                                            control.worker(),
                                                            host,
                                                            health,
                                                            connect,
                                                            null,
                                                            Purpose.CHECK,
                                                            ProxyProtocolOut.NONE,
                                                            "health.timeout=30ms (edge.yaml:9)")),
                                    slots,
                                    control.loop(),
                                    ticker,
                                    new SplittableRandom(),
                                    new Story());
                    checker.configured();
                    return cluster;
                });
    }

    private CheckState checkState(Cluster cluster) {
        Endpoint only = cluster.endpoints().entries().getFirst().endpoint();
        return Objects.requireNonNull(Objects.requireNonNull(checker).state(only));
    }

    private Fault firstDownBy() {
        Eventually.until("the endpoint to go down", () -> !downBy.isEmpty());
        return downBy.getFirst();
    }

    private static EndpointState state(Cluster cluster) {
        return cluster.endpoints().entries().getFirst().state();
    }

    private static void awaitState(Cluster cluster, EndpointState wanted) {
        Eventually.value("the endpoint's state", () -> state(cluster), wanted::equals);
    }

    /** What happened, in order. */
    private final class Story implements HealthListener {
        @Override
        public void checked(Endpoint endpoint, Prober.Outcome outcome, CheckState now) {
            checks.add(outcome.fault() == null ? "ok" : outcome.inconclusive() ? "ours" : "bad");
        }

        @Override
        public void verdictChanged(
                Endpoint endpoint, HealthVerdict from, HealthVerdict to, @Nullable Fault fault) {
            checks.add(from + "->" + to);
            if (fault != null) {
                downBy.add(fault);
            }
        }
    }
}
