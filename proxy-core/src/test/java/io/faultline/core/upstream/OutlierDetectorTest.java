package io.faultline.core.upstream;

import static io.faultline.core.fault.NetworkFault.HOST_UNREACHABLE;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.ClusterEvent.EjectionHeld;
import io.faultline.core.upstream.ClusterEvent.HoldReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutlierDetectorTest {

    @Test
    void consecutiveConnectFaultsEjectAndTheTimeBringsItBack() {
        var shop = new TestUpstream().endpoints(3).start();

        shop.connectsFail(shop.endpoint(0), 4, CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        shop.connectsFail(shop.endpoint(0), 1, CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
        assertThat(shop.eligible()).containsExactly("10.0.0.2:80", "10.0.0.3:80");

        shop.after(Duration.ofMillis(9_999));
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
        shop.after(Duration.ofMillis(1));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void oneConnectThatSucceedsBreaksTheRow() {
        var shop = new TestUpstream().endpoints(3).start();

        shop.connectsFail(shop.endpoint(0), 4, CONNECT_REFUSED);
        shop.endpoint(0).connectSucceeded();
        shop.connectsFail(shop.endpoint(0), 4, CONNECT_REFUSED);

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void aSuccessThatArrivesBeforeTheControlThreadLooksCountsAsWell() {
        var shop = new TestUpstream().endpoints(3).start();
        Endpoint first = shop.endpoint(0);
        for (int i = 0; i < 5; i++) {
            first.connectFailed(Fault.of(CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT));
        }
        first.connectSucceeded();

        shop.control.runDue();

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void faultsOfOurOwnSideNeverEject() {
        var shop = new TestUpstream().endpoints(3).start();
        for (int i = 0; i < 1_000; i++) {
            shop.endpoint(0)
                    .connectFailed(
                            Fault.of(TransportFault.PORTS_EXHAUSTED, Side.PROXY, Stage.CONNECT));
            shop.endpoint(0)
                    .connectFailed(
                            Fault.of(TransportFault.FILES_EXHAUSTED, Side.PROXY, Stage.CONNECT));
        }
        shop.control.runDue();

        assertThat(shop.states()).containsOnly(EndpointState.UP);
    }

    @Test
    void zeroFaultsSwitchEjectionOff() {
        var shop = new TestUpstream().endpoints(3).ejectsAfter(0).start();

        shop.connectsFail(shop.endpoint(0), 1_000, CONNECT_REFUSED);

        assertThat(shop.states()).containsOnly(EndpointState.UP);
    }

    @Test
    void switchingEjectionOffByAReloadEndsThoseThatAreUnderWay() {
        var shop = new TestUpstream().endpoints(3).start();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);

        shop.cluster.reconfigure(new TestUpstream().endpoints(3).ejectsAfter(0).config());

        assertThat(shop.states()).containsOnly(EndpointState.UP);
    }

    @Test
    void eachFurtherEjectionLastsLongerUpToTheMaximum() {
        var shop =
                new TestUpstream()
                        .endpoints(3)
                        .ejectsFor(Duration.ofSeconds(10), Duration.ofSeconds(35))
                        .start();

        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(10));
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(20));
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(30));
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(35));
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void timeInServiceIsForgiveness() {
        var shop = new TestUpstream().endpoints(3).start();
        ejectionOf(shop);
        ejectionOf(shop);
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(30));

        shop.after(Duration.ofSeconds(61)); // twice as long as it was out: two are forgiven

        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(20));
        shop.after(Duration.ofHours(1));
        assertThat(ejectionOf(shop)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void theLastEndpointIsNeverEjected() {
        var shop = new TestUpstream().endpoints(2).ejectsAtMost(100).start();
        shop.connectsFail(shop.endpoint(0), 5, HOST_UNREACHABLE); // so no common cause

        shop.connectsFail(shop.endpoint(1), 500, CONNECT_REFUSED);

        assertThat(shop.states()).containsExactly(EndpointState.EJECTED, EndpointState.UP);
        assertThat(shop.events(EjectionHeld.class))
                .extracting(EjectionHeld::endpoint, EjectionHeld::reason)
                .containsExactly(tuple(shop.endpoint(1), HoldReason.LAST_ONE));
    }

    @Test
    void aSingleEndpointIsNeverEjected() {
        var shop = new TestUpstream().endpoints(1).ejectsAtMost(100).start();

        shop.connectsFail(shop.endpoint(0), 500, CONNECT_REFUSED);

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void thoseThatTakeNothingAnywayDoNotMakeAnotherTheLastButOne() {
        var shop =
                new TestUpstream()
                        .endpoint("10.0.0.1:80")
                        .drained("10.0.0.2:80")
                        .endpoint("10.0.0.3:80")
                        .checked(InitialState.UP)
                        .ejectsAtMost(100)
                        .start();
        shop.goes(shop.endpoint(2), HealthVerdict.DOWN);

        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);

        assertThat(shop.state(0)).isEqualTo(EndpointState.UNCHECKED);
    }

    @Test
    void anEjectedEndpointReturnsAtOnceWhenAllOthersHaveGone() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);

        shop.goes(shop.endpoint(1), HealthVerdict.DOWN);

        assertThat(shop.states()).containsExactly(EndpointState.UNCHECKED, EndpointState.DOWN);
        assertThat(shop.pick()).isSameAs(shop.endpoint(0));
    }

    @Test
    void aFailingPrimaryGivesWayToItsBackup() {
        var shop = new TestUpstream().endpoints(1).backup("10.0.0.9:80").start();

        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);

        assertThat(shop.eligible()).containsExactly("10.0.0.9:80");
    }

    @Test
    void noMoreThanTheGivenShareIsEjectedAtOnce() {
        var shop = new TestUpstream().endpoints(10).ejectsAtMost(30).start();

        for (int i = 0; i < 9; i++) {
            shop.connectsFail(shop.endpoint(i), 5, CONNECT_REFUSED);
        }

        assertThat(shop.eligible()).hasSize(7);
        assertThat(shop.events(EjectionHeld.class))
                .hasSize(6)
                .allMatch(held -> held.reason() == HoldReason.MAX_PERCENT);
    }

    @Test
    void aSmallClusterMayEjectOneAtAnyShareButZero() {
        var some = new TestUpstream().endpoints(3).ejectsAtMost(10).start();
        some.connectsFail(some.endpoint(0), 5, CONNECT_REFUSED);
        some.connectsFail(some.endpoint(1), 5, CONNECT_REFUSED);
        assertThat(some.eligible()).hasSize(2);

        var none = new TestUpstream().endpoints(3).ejectsAtMost(0).start();
        none.connectsFail(none.endpoint(0), 5, CONNECT_REFUSED);
        assertThat(none.eligible()).hasSize(3);
    }

    @Test
    void oneThatWasHeldIsEjectedWhenThereIsRoomAgain() {
        var shop = new TestUpstream().endpoints(4).ejectsAtMost(25).start();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);
        shop.connectsFail(shop.endpoint(1), 5, CONNECT_REFUSED);
        assertThat(shop.state(1)).isEqualTo(EndpointState.UP);

        shop.after(Duration.ofSeconds(10));
        shop.connectsFail(shop.endpoint(1), 5, CONNECT_REFUSED);

        assertThat(shop.states().subList(0, 2))
                .containsExactly(EndpointState.UP, EndpointState.EJECTED);
    }

    @Test
    void aHoldIsToldOncePerRowAndNotPerFault() {
        var shop = new TestUpstream().endpoints(1).start();
        for (int second = 0; second < 10; second++) {
            shop.connectsFail(shop.endpoint(0), 100, CONNECT_REFUSED);
            shop.after(Duration.ofSeconds(1));
        }
        assertThat(shop.events(EjectionHeld.class)).hasSize(1);

        shop.endpoint(0).connectSucceeded();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);

        assertThat(shop.events(EjectionHeld.class)).hasSize(2);
    }

    @Test
    void aStormOfFaultsDoesNotBecomeAStormOfControlTasks() {
        var shop = new TestUpstream().endpoints(1).start();
        for (int i = 0; i < 10_000; i++) {
            shop.connectsFail(shop.endpoint(0), 1, CONNECT_REFUSED);
        }

        assertThat(shop.control.pending()).as("one task: ask again").isEqualTo(1);
    }

    @Test
    void connectsThatWereUnderWayWhenItWasEjectedDoNotEjectItTwice() {
        var shop = new TestUpstream().endpoints(3).ejectsAtMost(100).start();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);
        shop.after(Duration.ofSeconds(9));

        shop.connectsFail(shop.endpoint(0), 50, CONNECT_REFUSED);
        assertThat(shop.entry(0).ejectedUntil()).isEqualTo("2030-01-01T00:00:10Z");

        shop.after(Duration.ofSeconds(1));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.control.pending()).isZero();
    }

    @Test
    void connectsThatWereUnderWayWhenItWasEjectedDoNotCountAgainstItsReturn() {
        var shop = new TestUpstream().endpoints(3).start();
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);
        shop.connectsFail(shop.endpoint(0), 4, CONNECT_REFUSED);
        shop.after(Duration.ofSeconds(10));

        shop.connectsFail(shop.endpoint(0), 1, CONNECT_REFUSED);

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    /** Ejects the first endpoint, waits until it is back, and says how long that took. */
    private static Duration ejectionOf(ClusterInTest shop) {
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
        Duration since = shop.clock.elapsed();
        while (shop.state(0) == EndpointState.EJECTED) {
            shop.after(Duration.ofSeconds(1));
        }
        return shop.clock.elapsed().minus(since);
    }
}
