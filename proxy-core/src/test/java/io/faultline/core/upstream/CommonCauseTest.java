package io.faultline.core.upstream;

import static io.faultline.core.fault.NetworkFault.NETWORK_UNREACHABLE;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.upstream.ClusterEvent.CommonCauseOver;
import io.faultline.core.upstream.ClusterEvent.CommonCauseSuspected;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommonCauseTest {

    private final ClusterInTest shop = new TestUpstream().endpoints(4).ejectsAtMost(100).start();

    @Test
    void whenAllFailOnOneLayerAtOnceNobodyIsEjectedAndItIsSaidOnce() {
        allFail(4);
        allFail(4);
        allFail(4);

        assertThat(shop.states()).containsOnly(EndpointState.UP);
        assertThat(shop.events(CommonCauseSuspected.class))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.layer()).isEqualTo(Layer.L3);
                            assertThat(event.fault().fault().code()).isEqualTo(NETWORK_UNREACHABLE);
                        });
    }

    @Test
    void whileItLastsItCanBeReadOffTheCluster() {
        assertThat(shop.cluster.commonCause()).isNull();
        allFail(5);
        assertThat(shop.cluster.commonCause())
                .isNotNull()
                .extracting(CommonCause::layer, CommonCause::endpoints)
                .containsExactly(Layer.L3, 4);

        shop.endpoint(2).connectSucceeded();
        shop.after(Duration.ofSeconds(1));

        assertThat(shop.cluster.commonCause()).isNull();
    }

    @Test
    void thoseEjectedBeforeTheLastOneFailedComeBack() {
        for (int i = 0; i < 3; i++) {
            shop.connectsFail(shop.endpoint(i), 5, NETWORK_UNREACHABLE);
        }
        assertThat(shop.eligible()).containsExactly("10.0.0.4:80");

        shop.connectsFail(shop.endpoint(3), 5, NETWORK_UNREACHABLE);

        assertThat(shop.states()).containsOnly(EndpointState.UP);
    }

    @Test
    void anEjectionThatWasLiftedIsNotHeldAgainstTheEndpoint() {
        for (int i = 0; i < 4; i++) {
            shop.connectsFail(shop.endpoint(i), 5, NETWORK_UNREACHABLE);
        }
        for (int i = 0; i < 4; i++) {
            shop.endpoint(i).connectSucceeded();
        }
        shop.after(Duration.ofSeconds(1));

        shop.connectsFail(shop.endpoint(0), 5, NETWORK_UNREACHABLE);

        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
        shop.after(Duration.ofSeconds(10));
        assertThat(shop.state(0)).as("as long as a first one").isEqualTo(EndpointState.UP);
    }

    @Test
    void oneThatStillWorksMeansItIsTheOthers() {
        shop.endpoint(3).connectSucceeded();
        for (int i = 0; i < 3; i++) {
            shop.connectsFail(shop.endpoint(i), 5, NETWORK_UNREACHABLE);
        }

        assertThat(shop.eligible()).containsExactly("10.0.0.4:80");
        assertThat(shop.events(CommonCauseSuspected.class)).isEmpty();
    }

    @Test
    void faultsOnDifferentLayersAreDifferentTroubles() {
        shop.connectsFail(shop.endpoint(0), 4, CONNECT_REFUSED);
        for (int i = 1; i < 4; i++) {
            shop.connectsFail(shop.endpoint(i), 5, NETWORK_UNREACHABLE);
        }

        assertThat(shop.eligible()).containsExactly("10.0.0.1:80");
        assertThat(shop.events(CommonCauseSuspected.class)).isEmpty();
    }

    @Test
    void faultsFarApartAreNotAtOnce() {
        for (int i = 0; i < 3; i++) {
            shop.connectsFail(shop.endpoint(i), 4, NETWORK_UNREACHABLE);
        }
        shop.after(Duration.ofSeconds(11));

        shop.connectsFail(shop.endpoint(3), 5, NETWORK_UNREACHABLE);

        assertThat(shop.state(3)).isEqualTo(EndpointState.EJECTED);
    }

    @Test
    void endpointsThatChecksKeepOutProveNothing() {
        var checked =
                new TestUpstream().endpoints(3).checked(InitialState.UP).ejectsAtMost(100).start();
        checked.goes(checked.endpoint(2), HealthVerdict.DOWN);

        checked.connectsFail(checked.endpoint(0), 4, NETWORK_UNREACHABLE);
        checked.connectsFail(checked.endpoint(1), 5, NETWORK_UNREACHABLE);

        assertThat(checked.events(CommonCauseSuspected.class)).hasSize(1);
    }

    // ---- what checks see

    @Test
    void checksThatAllBeginToFailOnOneLayerAtOnceHaveACauseInCommon() {
        var checked = new TestUpstream().endpoints(3).checked(InitialState.UP).start();
        checkFails(checked, 0, NETWORK_UNREACHABLE);
        checkFails(checked, 1, NETWORK_UNREACHABLE);
        assertThat(checked.cluster.commonCause()).as("one still passes").isNull();

        checkFails(checked, 2, NETWORK_UNREACHABLE);

        assertThat(checked.events(CommonCauseSuspected.class)).hasSize(1);
        assertThat(checked.cluster.commonCause())
                .isNotNull()
                .extracting(CommonCause::layer, CommonCause::endpoints)
                .containsExactly(Layer.L3, 3);

        checked.goes(checked.endpoint(1), HealthVerdict.UP);
        assertThat(checked.cluster.commonCause()).isNull();
        assertThat(checked.events(CommonCauseOver.class)).hasSize(1);
    }

    @Test
    void checksThatFailOnDifferentLayersOrOneAfterTheOtherHaveNone() {
        var layers = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        checkFails(layers, 0, CONNECT_REFUSED);
        checkFails(layers, 1, NETWORK_UNREACHABLE);
        assertThat(layers.cluster.commonCause()).isNull();

        var times = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        checkFails(times, 0, CONNECT_REFUSED);
        times.after(Duration.ofSeconds(31));
        checkFails(times, 1, CONNECT_REFUSED);
        assertThat(times.cluster.commonCause()).isNull();
    }

    private static void checkFails(ClusterInTest cluster, int index, FaultCode code) {
        Endpoint endpoint = cluster.endpoint(index);
        endpoint.checkFailed(Fault.of(code, Side.UPSTREAM, Stage.CONNECT));
        cluster.goes(endpoint, HealthVerdict.DOWN);
    }

    @Test
    void itIsOverWhenOneWorksAgainAndThenTheOthersAreEjected() {
        allFail(4);
        allFail(4);
        shop.endpoint(2).connectSucceeded();

        shop.after(Duration.ofSeconds(1));
        assertThat(shop.events(CommonCauseOver.class))
                .containsExactly(new CommonCauseOver(shop.cluster, Layer.L3));

        shop.connectsFail(shop.endpoint(0), 5, NETWORK_UNREACHABLE);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
    }

    @Test
    void itIsOverWhenNobodyTriesAnyMore() {
        allFail(4);
        allFail(4);

        shop.after(Duration.ofSeconds(12));

        assertThat(shop.events(CommonCauseOver.class)).hasSize(1);
        assertThat(shop.control.pending()).isZero();
    }

    private void allFail(int times) {
        for (int i = 0; i < 4; i++) {
            shop.connectsFail(shop.endpoint(i), times, NETWORK_UNREACHABLE);
        }
    }
}
