package io.faultline.core.upstream;

import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultline.core.config.upstream.HealthConfig.InitialState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowStartTest {

    private final ClusterInTest shop =
            new TestUpstream()
                    .endpoint("10.0.0.1:80", 4)
                    .endpoint("10.0.0.2:80", 4)
                    .checked(InitialState.UP)
                    .slowStart(Duration.ofSeconds(20))
                    .start();

    @Test
    void nobodyIsSlowWhenWeStartOurselves() {
        assertThat(shop.states()).containsOnly(EndpointState.UNCHECKED);
        shop.goes(shop.endpoint(0), HealthVerdict.UP);

        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(4.0);
    }

    @Test
    void firstChecksThatLetAnEndpointInAreNoRecovery() {
        var waiting =
                new TestUpstream()
                        .endpoints(2)
                        .checked(InitialState.DOWN)
                        .slowStart(Duration.ofSeconds(20))
                        .start();

        waiting.goes(waiting.endpoint(0), HealthVerdict.UP);

        assertThat(waiting.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void oneThatWasDownGrowsFromATenthToItsFullWeight() {
        recovers(shop.endpoint(0));
        assertThat(shop.state(0)).isEqualTo(EndpointState.WARMING);
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(0.4);

        List<Double> weights = new ArrayList<>();
        for (int second = 1; second <= 20; second++) {
            shop.after(Duration.ofSeconds(1));
            weights.add(shop.entry(0).effectiveWeight());
        }

        assertThat(weights).isSorted();
        assertThat(new ArrayList<>(weights)).doesNotHaveDuplicates();
        assertThat(weights.get(9)).as("half-way").isCloseTo(2.2, within(0.01));
        assertThat(Collections.max(weights)).isEqualTo(4.0);
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
        assertThat(shop.control.pending()).as("no timer is left").isZero();
    }

    @Test
    void anEndpointWhoseEjectionIsOverGrowsAsWell() {
        shop.connectsFail(shop.endpoint(0), 5, CONNECT_REFUSED);
        shop.after(Duration.ofSeconds(10));

        assertThat(shop.state(0)).isEqualTo(EndpointState.WARMING);
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(0.4);
    }

    @Test
    void itsShareOfThePicksGrowsWithIt() {
        recovers(shop.endpoint(0));
        assertThat(picksOfFirst(1_100)).isCloseTo(100, within(2));

        shop.after(Duration.ofSeconds(10));
        assertThat(picksOfFirst(1_550)).isCloseTo(550, within(2));

        shop.after(Duration.ofSeconds(10));
        assertThat(picksOfFirst(1_000)).isEqualTo(500);
    }

    @Test
    void oneThatGoesDownAgainBeginsAnew() {
        recovers(shop.endpoint(0));
        shop.after(Duration.ofSeconds(15));
        assertThat(shop.entry(0).effectiveWeight()).isGreaterThan(3.0);

        recovers(shop.endpoint(0));

        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(0.4);
        shop.after(Duration.ofSeconds(19));
        assertThat(shop.state(0)).isEqualTo(EndpointState.WARMING);
        shop.after(Duration.ofSeconds(1));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void oneThatGoesDownAgainNeedsNoMoreSteps() {
        recovers(shop.endpoint(0));
        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);

        assertThat(shop.control.pending()).isZero();
    }

    @Test
    void eachEndpointHasItsOwnBeginning() {
        recovers(shop.endpoint(0));
        shop.after(Duration.ofSeconds(10));
        recovers(shop.endpoint(1));
        shop.after(Duration.ofSeconds(10));

        assertThat(shop.states()).containsExactly(EndpointState.UP, EndpointState.WARMING);
        assertThat(shop.entry(1).effectiveWeight()).isCloseTo(2.2, within(0.01));
    }

    @Test
    void withoutSlowStartTheFullWeightComesAtOnce() {
        var quick = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        recovers(quick, quick.endpoint(0));

        assertThat(quick.state(0)).isEqualTo(EndpointState.UP);
        assertThat(quick.entry(0).effectiveWeight()).isEqualTo(1.0);
    }

    private void recovers(Endpoint endpoint) {
        recovers(shop, endpoint);
    }

    private static void recovers(ClusterInTest cluster, Endpoint endpoint) {
        cluster.goes(endpoint, HealthVerdict.DOWN);
        cluster.goes(endpoint, HealthVerdict.UP);
    }

    private int picksOfFirst(int picks) {
        int first = 0;
        for (int i = 0; i < picks; i++) {
            first += shop.pick() == shop.endpoint(0) ? 1 : 0;
        }
        return first;
    }
}
