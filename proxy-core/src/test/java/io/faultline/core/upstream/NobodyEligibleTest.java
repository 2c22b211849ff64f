package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NobodyEligibleTest {

    @Test
    void anUpstreamWithoutEndpointsSaysSo() {
        var shop = new TestUpstream().start();

        assertThat(shop.pick()).isNull();
        assertThat(shop.cluster.whyNone())
                .hasToString("L5.NO_ENDPOINTS (proxy, balance) upstream=shop endpoints=0");
    }

    @Test
    void aNameThatNeverResolvedIsNamedWithItsFault() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.cluster.lookupFailed(
                TestUpstream.place("db.example:81"),
                Fault.of(ApplicationFault.DNS_NXDOMAIN, Side.PROXY, Stage.RESOLVE));

        assertThat(shop.cluster.whyNone())
                .hasToString(
                        "L5.NO_ENDPOINTS (proxy, balance) upstream=shop endpoints=0"
                                + " lookup db.example:81=L7.DNS_NXDOMAIN (proxy, resolve)");
    }

    @Test
    void endpointsThatAreAllDownAreListedEachWithItsLastFault() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        down(shop, 0, TransportFault.CONNECT_REFUSED);
        shop.after(Duration.ofSeconds(3));
        down(shop, 1, ApplicationFault.INTERNAL);

        assertThat(shop.cluster.whyNone())
                .hasToString(
                        "L5.NONE_HEALTHY (upstream, balance) upstream=shop endpoints=2"
                                + " 10.0.0.1:80=DOWN, last L4.CONNECT_REFUSED (upstream, connect)"
                                + " at 2030-01-01T00:00:00Z"
                                + " 10.0.0.2:80=DOWN, last L7.INTERNAL (upstream, connect)"
                                + " at 2030-01-01T00:00:03Z");
    }

    @Test
    void faultsThatAllLieOnOneLayerSuggestOneCause() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        down(shop, 0, TransportFault.CONNECT_REFUSED);
        down(shop, 1, TransportFault.CONNECT_TIMEOUT);

        assertThat(shop.cluster.whyNone().evidence().toString())
                .endsWith("suspected=one cause for all: every last fault is on L4");
    }

    @Test
    void oneEndpointAloneSuggestsNothing() {
        var shop = new TestUpstream().endpoints(1).checked(InitialState.UP).start();
        down(shop, 0, TransportFault.CONNECT_REFUSED);

        assertThat(shop.cluster.whyNone().evidence().toString()).doesNotContain("suspect");
    }

    @Test
    void drainedEndpointsAreNotIllTheyAreNotThere() {
        var shop = new TestUpstream().drained("10.0.0.1:80").endpoint("10.0.0.2:80", 0).start();

        Fault why = shop.cluster.whyNone();

        assertThat(why.code()).isEqualTo(SessionFault.NO_ENDPOINTS);
        assertThat(why.evidence().toString())
                .contains("10.0.0.1:80=DRAINING", "10.0.0.2:80=DRAINING");
    }

    @Test
    void aThousandEndpointsDoNotMakeAThousandLines() {
        var shop = new TestUpstream().endpoints(1_000).checked(InitialState.DOWN).start();

        Fault why = shop.cluster.whyNone();

        assertThat(why.code()).isEqualTo(SessionFault.NONE_HEALTHY);
        assertThat(why.evidence().toString())
                .contains("10.0.0.8:80=AWAITING", "more=992")
                .doesNotContain("10.0.0.9:80");
    }

    @Test
    void theAnswerIsKeptForASecondAndForgottenWithTheSnapshot() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        down(shop, 0, TransportFault.CONNECT_REFUSED);
        Fault before = shop.cluster.whyNone();
        down(shop, 1, TransportFault.CONNECT_REFUSED);

        Fault first = shop.cluster.whyNone();
        assertThat(first).isNotSameAs(before);
        assertThat(shop.cluster.whyNone()).isSameAs(first);

        shop.after(Duration.ofSeconds(1));
        assertThat(shop.cluster.whyNone()).isNotSameAs(first).isEqualTo(first);
    }

    private static void down(ClusterInTest shop, int index, FaultCode code) {
        shop.endpoint(index).checkFailed(Fault.of(code, Side.UPSTREAM, Stage.CONNECT));
        shop.goes(shop.endpoint(index), HealthVerdict.DOWN);
    }
}
