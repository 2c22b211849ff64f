package io.faultline.app.diagnose.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.ladder.Verdict;
import io.faultline.app.diagnose.running.RunningProxy;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.LinkFault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgementTest {

    private final Judgement judgement = new Judgement(false, "/cart");

    private static Fault fault(FaultCode code) {
        return Fault.of(code, Side.UPSTREAM, Stage.CONNECT);
    }

    private static Ladder ladder(String address, FaultCode code) {
        Rung rung = Rung.of(code.layer(), "tcp", Outcome.OK, -1, "").broken(fault(code), "broken");
        Rung route = Rung.of(Layer.L3, "route", Outcome.OK, -1, "").with("device", "eth7");
        return new Ladder("", address, address, List.of(route, rung));
    }

    private static Ladder well(String address) {
        return new Ladder(
                "", address, address, List.of(Rung.of(Layer.L4, "tcp", Outcome.OK, 1, "")));
    }

    static List<FaultCode> codes() {
        return FaultCatalog.all();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyCodeHasTheExitCodeOfItsLayerAndADirection(FaultCode code) {
        Verdict verdict = judgement.of(List.of(), List.of(ladder("10.0.0.7:80", code)));

        assertThat(verdict.exitCode())
                .isEqualTo(10 + Integer.parseInt(code.layer().name().substring(1)));
        assertThat(verdict.because().getFirst()).endsWith(".");
        assertThat(verdict.suspected()).isEqualTo(code.suspected());
    }

    private static Rung running(String name, FaultCode code, Side side) {
        return Rung.of(code.layer(), name, Outcome.OK, -1, "")
                .broken(Fault.of(code, side, Stage.BALANCE), "broken");
    }

    private String judged(Ladder ladder, Rung running) {
        return judgement.of(List.of(), List.of(ladder), List.of(running)).code();
    }

    @Test
    void whatTheProxyRefusesByItselfGoesBeforeEveryProbe() {
        Ladder dead = ladder("10.0.0.7:80", TransportFault.CONNECT_REFUSED);
        Rung drained = running("endpoints", SessionFault.NO_ENDPOINTS, Side.PROXY);

        assertThat(judged(dead, drained)).isEqualTo("L5.NO_ENDPOINTS");
        assertThat(judged(well("10.0.0.7:80"), drained)).isEqualTo("L5.NO_ENDPOINTS");
    }

    @Test
    void whatTheProxyConcludedComesAfterTheCauseThatAProbeFound() {
        Ladder dead = ladder("10.0.0.7:80", TransportFault.CONNECT_REFUSED);
        Rung unhealthy = running("endpoints", SessionFault.NONE_HEALTHY, Side.UPSTREAM);

        assertThat(judged(dead, unhealthy)).isEqualTo("L4.CONNECT_REFUSED");
        assertThat(judged(well("10.0.0.7:80"), unhealthy)).isEqualTo("L5.NONE_HEALTHY");
    }

    @Test
    void whatTrafficMetAMomentAgoComesLast() {
        Ladder dead = ladder("10.0.0.7:80", TransportFault.CONNECT_REFUSED);
        Rung met = running(RunningProxy.TRAFFIC, SessionFault.QUEUE_TIMEOUT, Side.PROXY);

        assertThat(judged(dead, met)).isEqualTo("L4.CONNECT_REFUSED");
        assertThat(judged(well("10.0.0.7:80"), met)).isEqualTo("L5.QUEUE_TIMEOUT");
    }

    @Test
    void commandsHaveRealValuesInThem() {
        Verdict verdict =
                judgement.of(List.of(), List.of(ladder("[2001:db8::7]:80", TransportFault.RESET)));

        assertThat(verdict.next().getFirst())
                .startsWith("tcpdump -ni any 'host 2001:db8::7 and tcp port 80 and");

        Verdict link =
                judgement.of(
                        List.of(), List.of(ladder("10.0.0.7:80", LinkFault.NEIGHBOR_UNRESOLVED)));
        assertThat(link.next()).anyMatch(each -> each.contains("eth7"));

        Verdict http =
                judgement.of(
                        List.of(), List.of(ladder("[::1]:80", ApplicationFault.UPSTREAM_ERROR)));
        assertThat(http.next()).anyMatch(each -> each.contains("http://[::1]:80/cart"));
    }

    @Test
    void whatMostAddressesBreakOfCountsAndAmongEqualsTheLowestLayer() {
        List<Ladder> ladders =
                List.of(
                        ladder("10.0.0.1:80", ApplicationFault.UPSTREAM_ERROR),
                        ladder("10.0.0.2:80", NetworkFault.HOST_UNREACHABLE),
                        ladder("10.0.0.3:80", ApplicationFault.UPSTREAM_ERROR));

        assertThat(judgement.of(List.of(), ladders).code()).isEqualTo("L7.UPSTREAM_ERROR");
        assertThat(judgement.of(List.of(), ladders.subList(0, 2)).code())
                .isEqualTo("L3.HOST_UNREACHABLE");
        assertThat(judgement.of(List.of(), ladders).because().get(1))
                .isEqualTo("2 of 3 addresses; also L3.HOST_UNREACHABLE at 10.0.0.2:80.");
    }

    @Test
    void oneDeadAddressOfTwoIsNotTheirCommonCause() {
        List<Ladder> ladders =
                List.of(well("10.0.0.1:80"), ladder("10.0.0.2:80", TransportFault.CONNECT_REFUSED));

        Verdict verdict = judgement.of(List.of(), ladders);

        assertThat(verdict.where()).isEqualTo("10.0.0.2:80");
        assertThat(verdict.because().get(1))
                .isEqualTo("1 of 2 addresses; 1 well: it is not the way they share.");
    }

    @Test
    void allAlikeIsACommonCause() {
        List<Ladder> ladders =
                List.of(
                        ladder("10.0.0.1:80", TransportFault.CONNECT_TIMEOUT),
                        ladder("10.0.0.2:80", TransportFault.CONNECT_TIMEOUT));

        assertThat(judgement.of(List.of(), ladders).because().get(1))
                .startsWith("All 2 addresses fail alike: suspect what they share");
    }

    @Test
    void anUpstreamWithoutEndpointsIsALayerOfItsOwn() {
        Verdict verdict = judgement.of(List.of(), List.of());

        assertThat(verdict.code()).isEqualTo("L5.NO_ENDPOINTS");
        assertThat(verdict.exitCode()).isEqualTo(15);
    }
}
