package io.faultline.core.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.ClusterEvent.StateChanged;
import io.faultline.core.upstream.ClusterEvent.TierChanged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointStateTest {

    @Test
    void withoutChecksAnEndpointIsUp() {
        var shop = new TestUpstream().endpoints(2).start();

        assertThat(shop.states()).containsExactly(EndpointState.UP, EndpointState.UP);
    }

    @Test
    void beforeTheFirstVerdictTheConfigSaysWhetherItIsTrusted() {
        var trusting = new TestUpstream().endpoints(1).checked(InitialState.UP).start();
        assertThat(trusting.state(0)).isEqualTo(EndpointState.UNCHECKED);
        assertThat(trusting.eligible()).hasSize(1);

        var waiting = new TestUpstream().endpoints(1).checked(InitialState.DOWN).start();
        assertThat(waiting.state(0)).isEqualTo(EndpointState.AWAITING);
        assertThat(waiting.eligible()).isEmpty();

        waiting.goes(waiting.endpoint(0), HealthVerdict.UP);
        assertThat(waiting.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void oneThatChecksCallDownIsGoneFromTheNextPickOn() {
        var shop = new TestUpstream().endpoints(3).checked(InitialState.UP).start();

        shop.goes(shop.endpoint(1), HealthVerdict.DOWN);

        assertThat(shop.eligible()).containsExactly("10.0.0.1:80", "10.0.0.3:80");
        for (int i = 0; i < 10; i++) {
            assertThat(shop.pick()).isNotSameAs(shop.endpoint(1));
        }
    }

    @Test
    void whenAllAreDownNobodyIsEligibleAndNoneIsPicked() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);
        shop.goes(shop.endpoint(1), HealthVerdict.DOWN);

        assertThat(shop.eligible()).isEmpty();
        assertThat(shop.pick()).isNull();
    }

    @Test
    void drainAndWeightZeroTakeNothingNew() {
        var shop =
                new TestUpstream()
                        .endpoint("10.0.0.1:80", 0)
                        .drained("10.0.0.2:80")
                        .endpoint("10.0.0.3:80")
                        .start();

        assertThat(shop.states())
                .containsExactly(EndpointState.DRAINING, EndpointState.DRAINING, EndpointState.UP);
        assertThat(shop.eligible()).containsExactly("10.0.0.3:80");
        assertThat(shop.entry(0).effectiveWeight()).isZero();
        assertThat(shop.entry(1).effectiveWeight()).isZero();
    }

    @Test
    void whatTheOperatorWantsComesBeforeWhatAnybodyMeasured() {
        var shop =
                new TestUpstream()
                        .drained("10.0.0.1:80")
                        .endpoint("10.0.0.2:80")
                        .checked(InitialState.UP)
                        .start();

        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);

        assertThat(shop.state(0)).isEqualTo(EndpointState.DRAINING);
        assertThat(shop.entry(0).verdict()).isEqualTo(HealthVerdict.DOWN);
    }

    @Test
    void anEndpointThatTwoCausesKeepOutComesBackWhenBothAreOver() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        Endpoint first = shop.endpoint(0);
        shop.connectsFail(first, 5, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);

        shop.goes(first, HealthVerdict.DOWN);
        assertThat(shop.state(0)).isEqualTo(EndpointState.DOWN);

        shop.goes(first, HealthVerdict.UP);
        assertThat(shop.state(0)).as("the ejection goes on").isEqualTo(EndpointState.EJECTED);

        shop.after(Duration.ofSeconds(10));
        assertThat(shop.state(0)).isEqualTo(EndpointState.UP);
    }

    @Test
    void anEjectionThatEndsWhileTheEndpointIsDownChangesNothing() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        Endpoint first = shop.endpoint(0);
        shop.connectsFail(first, 5, TransportFault.CONNECT_REFUSED);
        shop.goes(first, HealthVerdict.DOWN);

        shop.after(Duration.ofSeconds(10));

        assertThat(shop.state(0)).isEqualTo(EndpointState.DOWN);
        assertThat(shop.entry(0).ejectedUntil()).isNull();
    }

    @Test
    void aCheckThatPassesWhileTrafficFailsIsShownAsExactlyThat() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        shop.goes(shop.endpoint(0), HealthVerdict.UP);

        shop.connectsFail(shop.endpoint(0), 5, TransportFault.CONNECT_REFUSED);

        EndpointSet.Entry entry = shop.entry(0);
        assertThat(entry.state()).isEqualTo(EndpointState.EJECTED);
        assertThat(entry.verdict()).isEqualTo(HealthVerdict.UP);
        assertThat(entry.ejectedUntil()).isEqualTo("2030-01-01T00:00:10Z");
        assertThat(requireNonNull(entry.endpoint().lastConnectFault()).fault().code())
                .isEqualTo(TransportFault.CONNECT_REFUSED);
        assertThat(entry.endpoint().lastCheckFault()).isNull();
    }

    @Test
    void checksThatAreSwitchedOffNoLongerKeepAnybodyOut() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);

        shop.cluster.reconfigure(new TestUpstream().endpoints(2).config());

        assertThat(shop.states()).containsExactly(EndpointState.UP, EndpointState.UP);
    }

    @Test
    void backupsAreUsedOnlyWhenNoPrimaryIsEligibleAndNotALongerTime() {
        var shop =
                new TestUpstream()
                        .endpoints(2)
                        .backup("10.0.0.9:80")
                        .checked(InitialState.UP)
                        .start();
        assertThat(shop.eligible()).containsExactly("10.0.0.1:80", "10.0.0.2:80");

        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);
        assertThat(shop.eligible()).containsExactly("10.0.0.2:80");
        shop.goes(shop.endpoint(1), HealthVerdict.DOWN);
        assertThat(shop.eligible()).containsExactly("10.0.0.9:80");
        assertThat(shop.cluster.endpoints().onBackups()).isTrue();
        assertThat(shop.pick()).isSameAs(shop.endpoint(2));

        shop.goes(shop.endpoint(0), HealthVerdict.UP);
        assertThat(shop.eligible()).containsExactly("10.0.0.1:80");
        assertThat(shop.events(TierChanged.class))
                .extracting(TierChanged::onBackups)
                .containsExactly(true, false);
    }

    @Test
    void aBackupThatIsDownItselfIsNotUsed() {
        var shop =
                new TestUpstream()
                        .endpoints(1)
                        .backup("10.0.0.9:80")
                        .checked(InitialState.UP)
                        .start();
        shop.goes(shop.endpoint(1), HealthVerdict.DOWN);
        shop.goes(shop.endpoint(0), HealthVerdict.DOWN);

        assertThat(shop.pick()).isNull();
    }

    @Test
    void eachChangeIsToldOnceWithTheFaultBehindIt() {
        var shop = new TestUpstream().endpoints(2).checked(InitialState.UP).start();
        shop.goes(shop.endpoint(0), HealthVerdict.UP);
        shop.goes(shop.endpoint(0), HealthVerdict.UP);
        shop.connectsFail(shop.endpoint(0), 7, TransportFault.CONNECT_TIMEOUT);

        assertThat(shop.events(StateChanged.class))
                .extracting(StateChanged::from, StateChanged::to, e -> e.fault() == null)
                .containsExactly(
                        tuple(EndpointState.UNCHECKED, EndpointState.UP, true),
                        tuple(EndpointState.UP, EndpointState.EJECTED, false));
    }
}
