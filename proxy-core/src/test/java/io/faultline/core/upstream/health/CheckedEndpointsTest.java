package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a checker checks: endpoints come and go, with DNS and with reloads. */
final class CheckedEndpointsTest extends CheckerFixture {

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
}
