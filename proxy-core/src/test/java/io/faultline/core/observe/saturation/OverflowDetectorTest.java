package io.faultline.core.observe.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.Fault;
import io.faultline.core.wire.AcceptQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverflowDetectorTest {

    private static final long UNKNOWN = EventCount.UNTOLD;

    private final OverflowDetector detector = new OverflowDetector(1_024, "edge.yaml:3");

    @Test
    void ourDropsAndTheHostsOverflowsTogetherAreAFaultOfOurOwnHost() {
        assertThat(look(0, 500)).isNull();

        assertThat(look(37, 540))
                .hasToString(
                        "L4.LISTEN_OVERFLOW (proxy, accept) dropped=37 waiting=128 backlog=128"
                                + " worker_late=12.5ms configured=1024 (edge.yaml:3)"
                                + " capped_by=net.core.somaxconn suspected=the host's"
                                + " ListenOverflows and the drops of this socket grew together");
        assertThat(look(37, 540)).as("told once").isNull();
        assertThat(look(40, 543)).as("only what is new").asString().contains("dropped=3 ");
    }

    @Test
    void overflowsOfAnotherProgramAreNotOurs() {
        look(0, 500);

        assertThat(look(0, 600)).isNull();
    }

    @Test
    void dropsForAnotherReasonThanAFullQueueAreNotThisFault() {
        look(0, 500);

        assertThat(look(20, 500)).isNull();
        assertThat(look(20, 500)).isNull();
        assertThat(look(20, 600)).as("a stranger's overflow does not explain them").isNull();
        assertThat(look(25, 605)).asString().contains("dropped=5 ");
    }

    /** The host's counter is read before our sockets are asked. */
    @Test
    void theHostsCounterMayFollowOneLookLaterOrHaveBeenAheadByOne() {
        look(0, 500);
        assertThat(look(5, 500)).isNull();
        assertThat(look(5, 505)).asString().contains("dropped=5 ");

        assertThat(look(5, 511)).isNull();
        assertThat(look(11, 511)).asString().contains("dropped=6 ");
    }

    @Test
    void whereTheHostCountsNothingTheSocketIsBelieved() {
        look(0, UNKNOWN);

        assertThat(look(4, UNKNOWN)).asString().contains("dropped=4 ");
    }

    @Test
    void whereTheSocketsDoNotTellNothingIsClaimed() {
        detector.look(List.of(), 500, 0);

        assertThat(detector.look(List.of(), 900, 0)).isNull();
        assertThat(detector.look(List.of(new AcceptQueue(1, 128, -1)), 950, 0)).isNull();
    }

    @Test
    void theQueuesOfAllWorkersAreOneListeners() {
        detector.look(List.of(queue(0), queue(0)), 500, 0);

        assertThat(detector.look(List.of(queue(2), queue(3)), 510, 0))
                .asString()
                .contains("dropped=5 ");
    }

    @Test
    void aQueueAsLongAsConfiguredNamesOnlyWhereItWasConfigured() {
        var own = new OverflowDetector(128, "edge.yaml:3");
        own.look(List.of(queue(0)), 1, 0);

        assertThat(own.look(List.of(queue(1)), 2, 0)).asString().contains(" at=edge.yaml:3 ");
    }

    private @Nullable Fault look(long dropped, long overflows) {
        return detector.look(List.of(queue(dropped)), overflows, 12_500_000);
    }

    private static AcceptQueue queue(long dropped) {
        return new AcceptQueue(128, 128, dropped);
    }
}
