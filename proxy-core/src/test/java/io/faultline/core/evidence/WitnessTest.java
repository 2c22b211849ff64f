package io.faultline.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.TcpInfo;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a timer's fault becomes in the light of TCP, and what it must not become. */
class WitnessTest {

    private static final Fault NO_ANSWER =
            timer(ApplicationFault.RESPONSE_TIMEOUT, Side.UPSTREAM, Stage.RESPONSE);
    private static final Fault NO_HANDSHAKE =
            timer(TlsFault.HANDSHAKE_TIMEOUT, Side.UPSTREAM, Stage.UPSTREAM_TLS);
    private static final Fault IDLE = timer(TransportFault.IDLE_TIMEOUT, Side.PROXY, Stage.RELAY);

    // ---- the head of an answer

    @Test
    void anApplicationIsSilentOnlyWhereTheRequestWasAcknowledged() {
        Fault fault = TcpFacts.healthy().witness().noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(ApplicationFault.RESPONSE_TIMEOUT);
        assertThat(fault.evidence().value("silence"))
                .isEqualTo("delivered: the request was acknowledged, the application is silent");
        assertThat(fault.evidence().value("suspected")).as("this is no guess").isNull();
    }

    @Test
    void aRequestThatNobodyAcknowledgesIsNotTheApplicationsSilence() {
        Fault fault = TcpFacts.healthy().retransmitting(4, 400).witness().noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
        assertThat(fault.stage()).isEqualTo(Stage.REQUEST);
        assertThat(fault.evidence().value("seen_as")).isEqualTo("L7.RESPONSE_TIMEOUT");
        assertThat(fault.evidence().value("suspected")).startsWith("the path: ");
        assertThat(fault.timer()).isEqualTo(IDLE.timer());
    }

    @Test
    void anApplicationThatDoesNotReadIsNotSilentButFull() {
        Fault fault = TcpFacts.healthy().window(0).unsent(900).witness().noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.evidence().value("silence")).startsWith("window: ");
        assertThat(fault.evidence().value("suspected")).as("the kernel says so").isNull();
    }

    @Test
    void whatOurOwnHostKeepsBackIsOurFault() {
        Fault fault = TcpFacts.healthy().unsent(300).probes(2).witness().noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.side()).isEqualTo(Side.PROXY);
        assertThat(fault.countsAgainstEndpoint()).isFalse();
        assertThat(fault.evidence().value("suspected")).contains("our own host");
        Fault stall = timer(TransportFault.WRITE_STALLED, Side.CLIENT, Stage.RESPONSE);
        assertThat(TcpFacts.healthy().unsent(300).witness().stalled(stall).side())
                .isEqualTo(Side.PROXY);
    }

    @Test
    void aRequestOfLargeSegmentsThatIsLostMayBeThePathOrItsMtu() {
        Fault fault = TcpFacts.healthy().retransmitting(3, 3 * 1448).witness().noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.evidence().value("suspected"))
                .startsWith("the path, or an MTU black hole");
    }

    @Test
    void whereNothingIsKnownTheTimersNameStands() {
        Fault fault = Witness.NONE.noAnswer(NO_ANSWER);
        assertThat(fault.code()).isEqualTo(ApplicationFault.RESPONSE_TIMEOUT);
        assertThat(fault.evidence().value("tcp")).isEqualTo("unknown");
        assertThat(fault.evidence().value("silence")).startsWith("unknown: ");
    }

    // ---- a handshake

    @Test
    void tlsIsSilentOnlyWhereTcpIsFine() {
        Fault fault = TcpFacts.healthy().witness().noHandshake(NO_HANDSHAKE, false);
        assertThat(fault.code()).isEqualTo(TlsFault.HANDSHAKE_TIMEOUT);
        assertThat(fault.evidence().value("suspected")).startsWith("no TLS on this port");
    }

    @Test
    void aHelloThatNobodyAcknowledgesIsNotTlsBeingSilent() {
        Fault fault =
                TcpFacts.healthy()
                        .retransmitting(3, 900)
                        .witness()
                        .noHandshake(NO_HANDSHAKE, false);
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.stage()).isEqualTo(Stage.UPSTREAM_TLS);
        assertThat(fault.mayGoElsewhere()).as("no request has left").isTrue();
    }

    @Test
    void largeSegmentsThatVanishBehindAConnectAreSuspectedToBeTooLarge() {
        Fault fault =
                TcpFacts.healthy()
                        .retransmitting(3, 3 * 1448)
                        .witness()
                        .noHandshake(NO_HANDSHAKE, false);
        assertThat(fault.code()).isEqualTo(TlsFault.HANDSHAKE_TIMEOUT);
        assertThat(fault.evidence().value("suspected")).startsWith("an MTU black hole");
    }

    @Test
    void anAnswerOfWhichOnlyTheEndCameIsSuspectedToBeTooLarge() {
        Fault fault = TcpFacts.healthy().outOfOrder(1).witness().noHandshake(NO_HANDSHAKE, false);
        assertThat(fault.code()).isEqualTo(TlsFault.HANDSHAKE_TIMEOUT);
        assertThat(fault.evidence().value("suspected"))
                .startsWith("an MTU black hole on the way to us");
    }

    // ---- bytes that stand still

    @Test
    void aStallKeepsItsNameAndItsSide() {
        Fault stall = timer(TransportFault.WRITE_STALLED, Side.CLIENT, Stage.RESPONSE);
        Fault full = new Witness(TcpFacts.healthy().window(0).info(), 70_000, "").stalled(stall);
        assertThat(full.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(full.side())
                .as("a window the client closed is the client's")
                .isEqualTo(Side.CLIENT);
        assertThat(full.evidence().value("silence")).startsWith("window: ");
        assertThat(full.evidence().value("suspected")).isNull();
        assertThat(full.evidence().value("tcp")).contains("snd_wnd:0", "waiting:70000");
    }

    @Test
    void acknowledgementsOfOursProveNothingAboutWhatThePeerSends() {
        Fault stall = timer(TransportFault.READ_STALLED, Side.UPSTREAM, Stage.RESPONSE);
        Fault silent = TcpFacts.healthy().witness().stalled(stall);
        assertThat(silent.evidence().value("silence")).endsWith("lost on the way");
        assertThat(silent.evidence().value("suspected")).isNull();
    }

    @Test
    void aPeerThatAnswersNoProbeIsSuspectedToBeGone() {
        Fault stall = timer(TransportFault.READ_STALLED, Side.UPSTREAM, Stage.RESPONSE);
        Fault gone = TcpFacts.healthy().probes(3).witness().stalled(stall);
        assertThat(gone.code()).isEqualTo(TransportFault.READ_STALLED);
        assertThat(gone.evidence().value("suspected")).startsWith("the host is gone");
    }

    // ---- idleness

    @Test
    void aConnectionOnWhichNothingWaitsIsIdle() {
        assertThat(TcpFacts.healthy().witness().notIdle(IDLE, Side.CLIENT)).isNull();
        assertThat(Witness.NONE.notIdle(IDLE, Side.CLIENT)).isNull();
    }

    @Test
    void bytesThatAPeerDoesNotTakeAreNotIdleness() {
        Fault fault =
                Objects.requireNonNull(
                        new Witness(TcpFacts.healthy().window(0).info(), 70_000, "")
                                .notIdle(IDLE, Side.CLIENT));
        assertThat(fault.code()).isEqualTo(TransportFault.WRITE_STALLED);
        assertThat(fault.side()).isEqualTo(Side.CLIENT);
        assertThat(fault.evidence().value("seen_as")).isEqualTo("L4.IDLE_TIMEOUT");
    }

    // ---- connections that broke

    @Test
    void aResetAfterALongSilenceIsSuspectedToBeSomebodyBetween() {
        Fault reset = Fault.of(TransportFault.RESET, Side.UPSTREAM, Stage.RELAY);
        assertThat(TcpFacts.healthy().witness().broke(reset).evidence().value("suspected"))
                .startsWith("a device between (NAT, firewall)")
                .endsWith("for 30012 ms");
    }

    @Test
    void aResetInTheMiddleOfThingsIsThePeersOwn() {
        Fault reset = Fault.of(TransportFault.RESET, Side.UPSTREAM, Stage.RELAY);
        Fault told = TcpFacts.healthy().heardMillisAgo(40).witness().broke(reset);
        assertThat(told.evidence().value("suspected")).isNull();
        assertThat(Witness.NONE.broke(reset).evidence().value("suspected")).isNull();
    }

    // ---- what it was

    @Test
    void theConnectionIsDescribedAsSsWouldDescribeIt() {
        var witness =
                new Witness(
                        TcpFacts.healthy().retransmitting(2, 300).info(), 0, "reused: 3 exchanges");
        Fault reset = Fault.of(TransportFault.RESET, Side.UPSTREAM, Stage.RESPONSE);
        assertThat(witness.testify(reset))
                .hasToString(
                        "L4.RESET (upstream, response) connection=reused: 3 exchanges"
                                + " tcp=established rtt:0.52/0.13 unacked:1 retrans:2/2 lost:1"
                                + " snd_wnd:65536 mss:1448 pmtu:1500 lastrcv:30012 lastack:30011");
    }

    @Test
    void anUnansweredSynShowsHowOftenItWasSentAgain() {
        TcpInfo syn = TcpFacts.healthy().state(TcpInfo.SYN_SENT).retransmitting(2, 0).info();
        Fault timeout = timer(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT);
        Fault fault = new Witness(syn, 0, "").noConnection(timeout);
        assertThat(fault.code()).isEqualTo(TransportFault.CONNECT_TIMEOUT);
        assertThat(fault.evidence().value("tcp")).startsWith("syn-sent ").contains("retrans:2/2");
        assertThat(fault.evidence().value("silence")).isEqualTo("syn: no answer to our SYN");
    }

    private static Fault timer(FaultCode code, Side side, Stage stage) {
        return Fault.of(code, side, stage).with("timer", "some.timeout=30000ms (edge.yaml:12)");
    }
}
