package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.ClusterEvent.EndpointAdded;
import io.faultline.core.upstream.ClusterEvent.EndpointRemoved;
import io.faultline.core.upstream.ClusterEvent.StateChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMembershipTest {

    @Test
    void addressesAreMembersAtOnceAndNamesWhenTheyAreResolved() {
        var shop = new TestUpstream().endpoint("10.0.0.1:80").endpoint("db.example:81").start();

        assertThat(shop.names()).containsExactly("10.0.0.1:80");
        assertThat(shop.cluster.names()).containsExactly(TestUpstream.place("db.example:81"));

        shop.resolved("db.example:81", "10.0.0.7", "2001:db8::7");

        assertThat(shop.names()).containsExactly("10.0.0.1:80", "10.0.0.7:81", "[2001:db8::7]:81");
        assertThat(shop.endpoint(1).hostname()).isEqualTo("db.example");
    }

    @Test
    void anEndpointIsTheSameObjectAfterEachRefresh() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");
        Endpoint seven = shop.endpoint(0);
        seven.connectSucceeded();

        shop.resolved("db.example:81", "10.0.0.9", "10.0.0.7");

        assertThat(shop.names()).containsExactly("10.0.0.9:81", "10.0.0.7:81");
        assertThat(shop.endpoint(1)).isSameAs(seven);
        assertThat(seven.connects()).isEqualTo(1);
    }

    @Test
    void anAddressThatTheNextAnswerLacksTakesNothingNewAndKeepsItsSessions() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");
        Endpoint seven = shop.endpoint(0);
        seven.acquire();

        shop.resolved("db.example:81", "10.0.0.8");

        assertThat(shop.eligible()).containsExactly("10.0.0.8:81");
        assertThat(shop.events(EndpointRemoved.class))
                .containsExactly(new EndpointRemoved(shop.cluster, seven));
        assertThat(seven.active()).isEqualTo(1);
    }

    @Test
    void oneThatComesBackIsFoundAgainEvenLongAfterwardsWhileItHasSessions() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");
        Endpoint busy = shop.endpoint(0);
        Endpoint idle = shop.endpoint(1);
        busy.acquire();
        shop.resolved("db.example:81", "10.0.0.1");
        shop.after(Duration.ofMinutes(11));
        shop.resolved("db.example:81", "10.0.0.2");

        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");

        assertThat(shop.endpoint(0)).isSameAs(busy);
        assertThat(shop.endpoint(1)).as("nobody used it for 11 minutes").isNotSameAs(idle);
    }

    @Test
    void anAnswerThatRotatesDoesNotForgetWhoWasThereMinutesAgo() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7");
        Endpoint seven = shop.endpoint(0);
        shop.resolved("db.example:81", "10.0.0.8");
        shop.after(Duration.ofMinutes(9));

        shop.resolved("db.example:81", "10.0.0.7");

        assertThat(shop.endpoint(0)).isSameAs(seven);
    }

    @Test
    void whatChecksSaidOfOneThatLeftIsNoLongerTrueWhenItComesBack() {
        var shop = new TestUpstream().endpoint("db.example:81").checked(InitialState.UP).start();
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");
        Endpoint seven = shop.endpoint(0);
        shop.goes(seven, HealthVerdict.DOWN);
        shop.resolved("db.example:81", "10.0.0.8");

        shop.goes(seven, HealthVerdict.UP); // a check that was on its way ends late
        shop.resolved("db.example:81", "10.0.0.8", "10.0.0.7");

        assertThat(shop.state(1)).isEqualTo(EndpointState.UNCHECKED);
    }

    @Test
    void anEjectionEndsWithTheMembership() {
        var shop = new TestUpstream().endpoint("db.example:81").ejectsAtMost(25).start();
        shop.resolved("db.example:81", "10.0.0.6", "10.0.0.7", "10.0.0.8");
        shop.connectsFail(shop.endpoint(0), 5, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");

        shop.connectsFail(shop.endpoint(0), 5, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).as("there is room").isEqualTo(EndpointState.EJECTED);

        shop.resolved("db.example:81", "10.0.0.6", "10.0.0.7", "10.0.0.8");
        assertThat(shop.states())
                .containsExactly(EndpointState.UP, EndpointState.EJECTED, EndpointState.UP);
    }

    @Test
    void anAnswerOfTheSameSizeIsNotTakenForTheSameAnswer() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");
        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.9");

        EndpointSet set = shop.cluster.endpoints();
        assertThat(set.candidates().target(1)).isSameAs(shop.endpoint(1));
        assertThat(set.eligible(1).name()).isEqualTo("10.0.0.9:81");
    }

    @Test
    void aFailedLookupTakesNothingAway() {
        var shop = new TestUpstream().endpoint("db.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7");

        Fault servfail = Fault.of(ApplicationFault.DNS_SERVFAIL, Side.PROXY, Stage.RESOLVE);
        shop.cluster.lookupFailed(TestUpstream.place("db.example:81"), servfail);

        assertThat(shop.eligible()).containsExactly("10.0.0.7:81");
        assertThat(shop.cluster.endpoints().lookupFaults())
                .containsEntry(TestUpstream.place("db.example:81"), servfail);

        shop.resolved("db.example:81", "10.0.0.7");
        assertThat(shop.cluster.endpoints().lookupFaults()).isEmpty();
    }

    @Test
    void anAddressNamedTwiceCountsOnceAsItsFirstMentionSays() {
        var shop =
                new TestUpstream().endpoint("10.0.0.7:81", 3).endpoint("db.example:81", 9).start();

        shop.resolved("db.example:81", "10.0.0.7", "::ffff:10.0.0.7");

        assertThat(shop.names()).containsExactly("10.0.0.7:81");
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(3.0);
    }

    @Test
    void aReloadKeepsWhatIsKnownOfTheSameAddress() {
        var shop = new TestUpstream().endpoint("10.0.0.1:80").endpoint("10.0.0.2:80").start();
        Endpoint first = shop.endpoint(0);
        shop.connectsFail(first, 5, TransportFault.CONNECT_REFUSED);
        assertThat(shop.state(0)).isEqualTo(EndpointState.EJECTED);

        shop.cluster.reconfigure(
                new TestUpstream().endpoint("10.0.0.3:80").endpoint("10.0.0.1:80", 7).config());

        assertThat(shop.endpoint(1)).isSameAs(first);
        assertThat(shop.states()).containsExactly(EndpointState.UP, EndpointState.EJECTED);
        assertThat(first.weight()).isEqualTo(7);
    }

    @Test
    void aReloadKeepsTheAnswersForTheNamesThatStay() {
        var shop = new TestUpstream().endpoint("db.example:81").endpoint("old.example:81").start();
        shop.resolved("db.example:81", "10.0.0.7");
        shop.resolved("old.example:81", "10.0.0.8");

        shop.cluster.reconfigure(new TestUpstream().endpoint("db.example:81", 2).config());

        assertThat(shop.names()).containsExactly("10.0.0.7:81");
        assertThat(shop.entry(0).effectiveWeight()).isEqualTo(2.0);
    }

    @Test
    void aListenerThatCallsBackIsHeardAfterTheRest() {
        var shop = new TestUpstream().endpoint("db.example:81").checked(InitialState.DOWN).start();
        shop.cluster.addListener(
                event -> {
                    if (event instanceof EndpointAdded added) {
                        shop.goes(added.endpoint(), HealthVerdict.UP);
                    }
                });
        List<ClusterEvent> heard = new ArrayList<>(); // by one who is told after the caller back
        shop.cluster.addListener(heard::add);

        shop.resolved("db.example:81", "10.0.0.7", "10.0.0.8");

        assertThat(shop.states()).containsOnly(EndpointState.UP);
        assertThat(heard.stream().<Class<?>>map(Object::getClass).toList())
                .isEqualTo(
                        List.of(
                                EndpointAdded.class,
                                EndpointAdded.class,
                                StateChanged.class,
                                StateChanged.class));
    }

    @Test
    void aClosedClusterLetsGoOfItsTimers() {
        var shop = new TestUpstream().endpoints(4).slowStart(Duration.ofSeconds(10)).start();
        shop.connectsFail(shop.endpoint(0), 5, TransportFault.CONNECT_REFUSED);
        shop.connectsFail(shop.endpoint(1), 5, TransportFault.CONNECT_REFUSED);
        assertThat(shop.control.pending()).isPositive();

        shop.cluster.close();

        assertThat(shop.control.pending()).isZero();
        assertThat(shop.eligible()).containsExactly("10.0.0.3:80", "10.0.0.4:80");
    }
}
