package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderChange.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator orders comes before what anybody measured or wrote down, for as long as they said. */
class OrdersTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void aDrainTakesNobodyNewUntilItsTimeIsOver() {
        var shop = new TestUpstream().endpoints(2).start();

        shop.order(0, forced(Kind.DRAIN, TEN_MINUTES));
        assertThat(shop.states()).containsExactly(EndpointState.DRAINING, EndpointState.UP);
        assertThat(shop.eligible()).containsExactly("10.0.0.2:80");
        assertThat(shop.entry(0).orders().forceUntil())
                .isEqualTo(shop.clock.wall().instant().plus(TEN_MINUTES));

        shop.after(TEN_MINUTES.minusNanos(1));
        assertThat(shop.state(0)).isEqualTo(EndpointState.DRAINING);
        shop.after(Duration.ofNanos(1));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.events(ClusterEvent.Ordered.class))
                .extracting(ClusterEvent.Ordered::byItself)
                .containsExactly(false, true);
    }

    @Test
    void withoutATimeItStaysUntilItIsTakenBack() {
        var shop = new TestUpstream().endpoints(2).start();

        shop.order(0, forced(Kind.DOWN, null));
        shop.after(Duration.ofDays(30));
        assertThat(shop.state(0)).isEqualTo(EndpointState.FORCED_DOWN);

        shop.order(0, OrderChange.auto());
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void aSecondOrderBeginsItsOwnTime() {
        var shop = new TestUpstream().endpoints(2).start();
        shop.order(0, forced(Kind.DRAIN, TEN_MINUTES));
        shop.after(Duration.ofMinutes(9));

        shop.order(0, forced(Kind.DOWN, TEN_MINUTES));
        shop.after(Duration.ofMinutes(5));

        assertThat(shop.state(0)).isEqualTo(EndpointState.FORCED_DOWN);
    }

    @Test
    void oneThatIsForcedUpIsUsedAlthoughChecksFailAndIsNeverEjected() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).ejectsAfter(3).start();
        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);

        shop.order(0, forced(Kind.UP, TEN_MINUTES));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(1);
        shop.connectsFail(shop.endpoint(0), 9, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.entry(0).ejectedUntil()).isNull();

        shop.after(TEN_MINUTES);
        assertThat(shop.state(0)).isEqualTo(EndpointState.DOWN); // what checks said all the time
    }

    @Test
    void forcingUpEndsADrainOfTheConfiguration() {
        var shop = new TestUpstream().drained("10.0.0.1:80").endpoint("10.0.0.2:80", 0).start();

        shop.cluster.order(null, forced(Kind.UP, null));

        assertThat(shop.eligible()).containsExactly("10.0.0.1:80", "10.0.0.2:80");
        assertThat(shop.entry(1).effectiveWeight()).isEqualTo(1);
    }

    @Test
    void forcingUpEndsAnEjection() {
        var shop = new TestUpstream().endpoints(3).ejectsAfter(3).start();
        shop.connectsFail(shop.endpoint(0), 3, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);

        shop.order(0, forced(Kind.UP, Duration.ofSeconds(1)));
        shop.after(Duration.ofSeconds(1));

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void aWeightCountsUntilItsTimeIsOverAndZeroDrains() {
        var shop = new TestUpstream().endpoints(2).start();

        shop.order(0, OrderChange.weighing(5, TEN_MINUTES));
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(5);
        shop.after(TEN_MINUTES);
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(1);

        shop.order(0, OrderChange.weighing(0, null));
        assertThat(shop.state(0)).isEqualTo(EndpointState.DRAINING);
    }

    @Test
    void stateAndWeightEndEachByItself() {
        var shop = new TestUpstream().endpoints(2).start();
        shop.order(0, OrderChange.weighing(5, TEN_MINUTES));
        shop.order(0, forced(Kind.DRAIN, Duration.ofMinutes(1)));

        shop.after(Duration.ofMinutes(1));

        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(5);
    }

    @Test
    void ordersOutliveAReloadAndANameThatLeavesThemOutForAWhile() {
        var shop = new TestUpstream().endpoint("shop.test:80").start();
        shop.resolved("shop.test:80", "10.0.0.1", "10.0.0.2");
        shop.order(0, forced(Kind.DRAIN, null));
        shop.order(1, OrderChange.weighing(7, null));

        shop.cluster.reconfigure(new TestUpstream().endpoint("shop.test:80", 3).config());
        shop.resolved("shop.test:80", "10.0.0.2");
        shop.after(Duration.ofHours(1));
        shop.resolved("shop.test:80", "10.0.0.2", "10.0.0.3"); // who left long ago is forgotten now
        shop.resolved("shop.test:80", "10.0.0.1", "10.0.0.2");

        assertThat(shop.state(0)).isEqualTo(EndpointState.DRAINING);
        assertThat(shop.entry(1).effectiveWeight()).isEqualTo(7);
    }

    @Test
    void aNameReachesAllItResolvesTo() {
        var shop = new TestUpstream().endpoint("shop.test:80").endpoint("10.0.0.9:80").start();
        shop.resolved("shop.test:80", "10.0.0.1", "10.0.0.2");

        var outcome =
                shop.cluster.order(TestUpstream.place("SHOP.test:80"), forced(Kind.DOWN, null));

        assertThat(outcome.endpoints()).containsExactlyInAnyOrder("10.0.0.1:80", "10.0.0.2:80");
        assertThat(shop.eligible()).containsExactly("10.0.0.9:80");
    }

    @Test
    void forcingTheLastOneDownWorksAndWarns() {
        var shop = new TestUpstream().endpoints(2).start();

        assertThat(shop.order(0, forced(Kind.DOWN, null)).warnings()).isEmpty();
        var last = shop.order(1, forced(Kind.DOWN, null));

        assertThat(last.takingNew()).isZero();
        assertThat(last.warnings()).singleElement().asString().contains("no endpoint of shop");
        assertThat(shop.pick()).isNull();
        // Nothing failed: it is the operator's own doing, and no endpoint is called ill.
        assertThat(shop.cluster.whyNone().code()).isEqualTo(SessionFault.NO_ENDPOINTS);
    }

    @Test
    void whenOnlyBackupsAreLeftThatIsSaid() {
        var shop = new TestUpstream().endpoints(1).backup("10.0.0.9:80").start();

        assertThat(shop.order(0, forced(Kind.DRAIN, null)).warnings())
                .containsExactly("only backups of shop take anything new now");
    }

    @Test
    void theSameOrderAgainIsNoNews() {
        var shop = new TestUpstream().endpoints(2).start();
        shop.order(0, forced(Kind.DRAIN, null));
        shop.order(0, forced(Kind.DRAIN, null));

        assertThat(shop.events(ClusterEvent.Ordered.class)).hasSize(1);
    }

    @Test
    void afterTheClusterHasClosedNothingIsToCome() {
        var shop = new TestUpstream().endpoints(1).start();
        shop.order(0, forced(Kind.DRAIN, TEN_MINUTES));

        shop.cluster.close();
        shop.after(TEN_MINUTES);

        assertThat(shop.state(0)).isEqualTo(EndpointState.DRAINING);
    }

    private static OrderChange forced(Kind kind, @Nullable Duration lasts) {
        return OrderChange.of(kind, lasts);
    }
}
