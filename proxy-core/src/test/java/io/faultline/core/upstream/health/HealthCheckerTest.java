package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointState;
import io.faultline.core.upstream.HealthVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HealthCheckerTest extends CheckerFixture {

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
}
