package io.faultline.core.observe.access;

import static io.faultline.core.timing.Mark.ACCEPTED;
import static io.faultline.core.timing.Mark.ADMITTED;
import static io.faultline.core.timing.Mark.CLIENT_FIRST_BYTE;
import static io.faultline.core.timing.Mark.CLOSED;
import static io.faultline.core.timing.Mark.CONNECTED;
import static io.faultline.core.timing.Mark.PICKED;
import static io.faultline.core.timing.Mark.TLS_DONE;
import static io.faultline.core.timing.Mark.UPSTREAM_FIRST_BYTE;
import static io.faultline.core.timing.Mark.UPSTREAM_TLS_DONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Timeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTimingsTest {

    private static final Fault REFUSED =
            Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT);

    private final Timeline timeline = new Timeline(new LoopTurn(() -> 0));

    @Test
    void splitsASessionThatWentWell() {
        mark(ACCEPTED, 0, ADMITTED, 10, PICKED, 13, CONNECTED, 113, CLIENT_FIRST_BYTE, 20);
        mark(UPSTREAM_FIRST_BYTE, 613, CLOSED, 5_000);

        assertThat(SessionTimings.of(timeline, List.of(new Attempt("a:1", 13, 100, null))))
                .isEqualTo(
                        SampleRecords.timings(10, 3, 0, 100, -1, Provenance.NEW, 20, 500, 5_000));
    }

    @Test
    void failedAttemptsAreNotBlamedOnTheBalancer() {
        mark(ACCEPTED, 0, ADMITTED, 10, PICKED, 3_013, CONNECTED, 3_113, CLOSED, 4_000);

        var timings =
                SessionTimings.of(
                        timeline,
                        List.of(
                                new Attempt("a:1", 12, 2_000, REFUSED),
                                new Attempt("b:1", 2_012, 1_000, REFUSED),
                                new Attempt("c:1", 3_013, 100, null)));

        assertThat(timings.pick()).isEqualTo(3);
        assertThat(timings.failed()).isEqualTo(3_000);
        assertThat(timings.connect()).isEqualTo(100);
    }

    @Test
    void theLastAttemptCountsAsFailedWhenItDid() {
        mark(ACCEPTED, 0, ADMITTED, 10, PICKED, 13, CLOSED, 513);

        var timings = SessionTimings.of(timeline, List.of(new Attempt("a:1", 13, 500, REFUSED)));

        assertThat(timings.pick()).isEqualTo(3);
        assertThat(timings.failed()).isEqualTo(500);
        assertThat(timings.connect()).isEqualTo(-1);
        assertThat(timings.provenance()).isEqualTo(Provenance.NONE);
    }

    @Test
    void aClientThatThinksIsNotTheEndpointsDelay() {
        mark(ACCEPTED, 0, ADMITTED, 1, PICKED, 2, CONNECTED, 100, CLIENT_FIRST_BYTE, 9_000);
        mark(UPSTREAM_FIRST_BYTE, 9_050);

        assertThat(SessionTimings.of(timeline, List.of()).upstreamFirstByte()).isEqualTo(50);
    }

    @Test
    void anEndpointThatSpeaksFirstIsMeasuredFromTheConnect() {
        mark(ACCEPTED, 0, ADMITTED, 1, PICKED, 2, CONNECTED, 100, UPSTREAM_FIRST_BYTE, 150);
        mark(CLIENT_FIRST_BYTE, 400);

        assertThat(SessionTimings.of(timeline, List.of()).upstreamFirstByte()).isEqualTo(50);
    }

    @Test
    void handshakesAreNeitherThePickersDelayNorTheEndpoints() {
        mark(ACCEPTED, 0, ADMITTED, 10, TLS_DONE, 4_010, PICKED, 4_012);
        mark(CONNECTED, 4_112, UPSTREAM_TLS_DONE, 5_112, CLIENT_FIRST_BYTE, 4_020);
        mark(UPSTREAM_FIRST_BYTE, 5_162);

        var timings = SessionTimings.of(timeline, List.of());

        assertThat(timings.pick()).isEqualTo(2);
        assertThat(timings.connect()).isEqualTo(100);
        assertThat(timings.upstreamTls()).isEqualTo(1_000);
        assertThat(timings.upstreamFirstByte()).isEqualTo(50);
    }

    @Test
    void whatWasNeverReachedIsMinusOne() {
        mark(ACCEPTED, 0);

        assertThat(SessionTimings.of(timeline, List.of()))
                .isEqualTo(SampleRecords.timings(-1, -1, 0, -1, -1, Provenance.NONE, -1, -1, -1));
    }

    private void mark(Object... marksAndMicros) {
        for (int i = 0; i < marksAndMicros.length; i += 2) {
            // The clock of a real machine may stand below zero.
            timeline.mark(
                    (Mark) marksAndMicros[i], ((Integer) marksAndMicros[i + 1]) * 1_000L - 777);
        }
    }
}
