package io.faultline.app.diagnose.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.print.ReportJson;
import io.faultline.app.json.JsonReader;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the running proxy tells of itself: what it calls broken, and what it only tells. */
class RunningRungsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final FaultScope SHOP = new FaultScope("web", "shop");

    private static RecentFault met(FaultCode code, Side side, FaultScope scope, int secondsAgo) {
        Fault fault = Fault.of(code, side, Stage.BALANCE).with("cap", "a cap");
        return new RecentFault(1, NOW.minusSeconds(secondsAgo), fault, scope, null, 0);
    }

    private static Rung traffic(String listener, RecentFault... newestFirst) {
        return TrafficRung.of(List.of(newestFirst), listener, List.of("shop"), Set.of(), NOW);
    }

    @Test
    void whatWasOurOwnDoingAMomentAgoIsBrokenWithItsEvidence() {
        Rung rung =
                traffic(
                        "",
                        met(TransportFault.RESET, Side.UPSTREAM, SHOP, 1),
                        met(SessionFault.QUEUE_TIMEOUT, Side.PROXY, SHOP, 4),
                        met(SessionFault.QUEUE_TIMEOUT, Side.PROXY, SHOP, 9));

        assertThat(rung.isBroken()).isTrue();
        assertThat(rung.fault()).extracting(Fault::code).isEqualTo(SessionFault.QUEUE_TIMEOUT);
        assertThat(rung.fact("L5.QUEUE_TIMEOUT (proxy)")).isEqualTo("2 times, the last 4 s ago");
        assertThat(rung.fact("L4.RESET (upstream)")).isEqualTo("once 1 s ago");
    }

    @Test
    void whatEndpointsDidIsToldAndWhatAFileAsksForTooButNeitherIsBroken() {
        Rung rung =
                traffic(
                        "",
                        met(TransportFault.RESET, Side.UPSTREAM, SHOP, 1),
                        met(TransportFault.IDLE_TIMEOUT, Side.PROXY, SHOP, 2));

        assertThat(rung.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(rung.facts()).hasSize(2);
    }

    @Test
    void olderFaultsThoseOfClientsAndThoseOfOtherWaysAreNobodysBusinessHere() {
        Rung rung =
                traffic(
                        "web",
                        met(ApplicationFault.RATE_LIMITED, Side.CLIENT, SHOP, 1),
                        met(
                                SessionFault.QUEUE_TIMEOUT,
                                Side.PROXY,
                                new FaultScope("b2b", "shop"),
                                1),
                        met(
                                SessionFault.QUEUE_TIMEOUT,
                                Side.PROXY,
                                new FaultScope("b2b", "img"),
                                1),
                        met(SessionFault.QUEUE_TIMEOUT, Side.PROXY, SHOP, 61));

        assertThat(rung.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aListenersOwnFaultBelongsToItsWayOnly() {
        RecentFault overflow =
                met(TransportFault.LISTEN_OVERFLOW, Side.PROXY, FaultScope.ofListener("web"), 1);

        assertThat(traffic("web", overflow).isBroken()).isTrue();
        assertThat(traffic("", overflow).isBroken()).isFalse();
    }

    private static Rung fullness(ResourceKind kind, String subject, double used) {
        var resource = new Resource(kind, subject, used, 100, null, "", null);
        var report = new SaturationReport(NOW, List.of(resource), List.of());
        return FullnessRung.of(report, "web", List.of("shop"));
    }

    @Test
    void aCapThatIsReachedRefusesTheNextOneAndAPoolThatIsFullLetsThemWait() {
        Rung cap = fullness(ResourceKind.CLIENT_CONNECTIONS, "listener web", 100);
        assertThat(cap.fault()).extracting(Fault::code).isEqualTo(SessionFault.CONNECTION_LIMIT);
        Rung requests = fullness(ResourceKind.REQUESTS, "shop", 100);
        assertThat(requests.fault()).extracting(Fault::code).isEqualTo(ApplicationFault.OVERLOADED);

        assertThat(fullness(ResourceKind.POOL, "shop", 100).outcome()).isEqualTo(Outcome.NOTE);
        assertThat(fullness(ResourceKind.REQUESTS, "shop", 91).outcome()).isEqualTo(Outcome.NOTE);
        assertThat(fullness(ResourceKind.REQUESTS, "shop", 80).outcome()).isEqualTo(Outcome.OK);
        assertThat(fullness(ResourceKind.REQUESTS, "img", 100).outcome()).isEqualTo(Outcome.OK);
        assertThat(fullness(ResourceKind.CLIENT_CONNECTIONS, "listener b2b", 100).outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void rungsAreReadAsTheyWereWritten() {
        Rung rung =
                traffic("", met(SessionFault.QUEUE_TIMEOUT, Side.PROXY, SHOP, 4)).note("a note");

        assertThat(RungReader.read(JsonReader.object(ReportJson.ofRunning(List.of(rung)))))
                .containsExactly(rung);
    }
}
