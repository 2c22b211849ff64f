package io.faultline.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.TcpInfo;
import org.junit.jupiter.api.Test;

/** Each silence beside its wrong neighbours. */
class SilenceTest {

    @Test
    void aSynWithoutAnAnswerIsNeitherALostPathNorAnApplication() {
        TcpInfo syn = TcpFacts.healthy().state(TcpInfo.SYN_SENT).retransmitting(2, 0).info();
        assertThat(Silence.of(syn, 0)).isEqualTo(Silence.SYN);
    }

    @Test
    void whatIsSentAgainAndNotAcknowledgedIsAPathThatHasGone() {
        TcpInfo lost = TcpFacts.healthy().retransmitting(3, 3 * 120).info();
        assertThat(Silence.of(lost, 0)).isEqualTo(Silence.PATH);
    }

    @Test
    void oneLossThatWasRepairedIsNotAPathThatHasGone() {
        TcpInfo repaired = TcpFacts.healthy().retransmitting(2, 240).info();
        TcpInfo afterwards =
                new TcpInfo(
                        repaired.state(),
                        0,
                        0,
                        520,
                        130,
                        2,
                        0,
                        0,
                        10,
                        1448,
                        1500,
                        1,
                        1,
                        0,
                        240,
                        0,
                        65_536,
                        20);
        assertThat(Silence.of(afterwards, 0)).isEqualTo(Silence.DELIVERED);
    }

    @Test
    void onlyLargeSegmentsThatAreLostPointAtTheMtu() {
        TcpInfo large = TcpFacts.healthy().retransmitting(3, 3 * 1448).info();
        assertThat(Silence.of(large, 0)).isEqualTo(Silence.LARGE_SEGMENTS);
    }

    @Test
    void aKernelThatDoesNotTellTheSizeOfWhatIsLostSaysNothingAboutTheMtu() {
        TcpInfo old = TcpFacts.healthy().retransmitting(3, 3 * 1448).infoOfAnOldKernel();
        assertThat(Silence.of(old, 0)).isEqualTo(Silence.PATH);
    }

    @Test
    void bytesThatTheKernelKeepsBackAreAClosedWindow() {
        assertThat(Silence.of(TcpFacts.healthy().window(900).unsent(5_000).info(), 0))
                .as("too small for a segment")
                .isEqualTo(Silence.WINDOW);
        assertThat(Silence.of(TcpFacts.healthy().window(0).info(), 70_000))
                .isEqualTo(Silence.WINDOW);
        assertThat(Silence.of(TcpFacts.healthy().window(0).unsent(9).probes(1).info(), 0))
                .as("a window probe that is on its way")
                .isEqualTo(Silence.WINDOW);
    }

    /** As Linux 6.18 told it when a rule of the OUTPUT chain dropped what we sent. */
    @Test
    void bytesThatOurOwnHostKeepsBackAreNeitherAClosedWindowNorADeadHost() {
        assertThat(Silence.of(TcpFacts.healthy().unsent(300).info(), 0)).isEqualTo(Silence.KEPT);
        assertThat(Silence.of(TcpFacts.healthy().unsent(300).probes(3).info(), 0))
                .isEqualTo(Silence.KEPT);
    }

    @Test
    void aClosedWindowThatNothingWaitsForIsNoReasonOfSilence() {
        assertThat(Silence.of(TcpFacts.healthy().window(0).info(), 0)).isEqualTo(Silence.DELIVERED);
    }

    @Test
    void bytesKeptBackWhileOthersAreInFlightAreNotAClosedWindow() {
        assertThat(Silence.of(TcpFacts.healthy().unacked(10).unsent(50_000).info(), 0))
                .isEqualTo(Silence.IN_FLIGHT);
    }

    @Test
    void probesThatNobodyAnswersMeanThatNobodyIsThere() {
        assertThat(Silence.of(TcpFacts.healthy().probes(2).info(), 0)).isEqualTo(Silence.PROBES);
        assertThat(Silence.of(TcpFacts.healthy().window(0).unsent(9).probes(4).info(), 0))
                .as("a closed window would still answer its probes")
                .isEqualTo(Silence.PROBES);
    }

    @Test
    void oneProbeMayBeOnItsWay() {
        assertThat(Silence.of(TcpFacts.healthy().probes(1).info(), 0)).isEqualTo(Silence.DELIVERED);
    }

    @Test
    void whatWasJustSentIsTooSoonToJudge() {
        assertThat(Silence.of(TcpFacts.healthy().unacked(1).info(), 0))
                .isEqualTo(Silence.IN_FLIGHT);
    }

    @Test
    void whereTheSystemDoesNotTellNothingIsClaimed() {
        assertThat(Silence.of(null, 70_000)).isEqualTo(Silence.UNKNOWN);
        assertThat(Silence.of(TcpFacts.healthy().state(TcpInfo.CLOSED).info(), 0))
                .as("of a closed connection the kernel has forgotten what was in flight")
                .isEqualTo(Silence.UNKNOWN);
        assertThat(Silence.of(TcpFacts.healthy().unsent(9).infoOfAnOldKernel(), 70_000))
                .as("something waits, and this kernel does not say why")
                .isEqualTo(Silence.IN_FLIGHT);
    }
}
