package io.faultline.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.access.LayerTimes;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Phases add up to the whole, whatever happens in which order. */
class TimelineTest {

    private static final Phase[] PHASES = Phase.values();

    private long now = Long.MAX_VALUE - 5_000; // the clock of a real machine may overflow
    private final LoopTurn turn = new LoopTurn(() -> now);
    private final Timeline timeline = new Timeline(turn);

    @Test
    void everyMomentBelongsToOnePhaseOnly() {
        var random = new Random(42);
        for (int run = 0; run < 2_000; run++) {
            timeline.clear();
            begin(random);
            for (int i = random.nextInt(20); i > 0; i--) {
                step(random);
            }
            passes(random);
            timeline.end(now);
            long total = timeline.between(Mark.ACCEPTED, Mark.CLOSED);
            assertThat(sumOfPhases()).isEqualTo(total);
            assertThat(LayerTimes.of(timeline).sum()).isEqualTo(total / 1_000);
            for (Phase phase : PHASES) {
                assertThat(timeline.spent(phase)).isNotNegative();
            }
        }
    }

    private void begin(Random random) {
        turn.begins();
        if (random.nextBoolean()) {
            turn.event();
        }
        passes(random);
        if (random.nextBoolean()) {
            timeline.begin(Phase.GATE, now);
        } else {
            timeline.beginReady(Phase.WORK, now - random.nextInt(2_000), now);
        }
    }

    private void step(Random random) {
        passes(random);
        switch (random.nextInt(4)) {
            case 0 -> turn.begins();
            case 1 -> turn.event();
            case 2 -> timeline.renamed(PHASES[random.nextInt(PHASES.length)]);
            default -> timeline.enter(PHASES[random.nextInt(PHASES.length)], now);
        }
    }

    private void passes(Random random) {
        now += random.nextInt(10_000);
    }

    private long sumOfPhases() {
        long sum = 0;
        for (Phase phase : PHASES) {
            sum += timeline.spent(phase);
        }
        return sum;
    }

    @Test
    void whatAnEventWaitsForABusyLoopIsTheLoopsAndNotThePeers() {
        timeline.begin(Phase.WAIT, now);
        turn.begins();
        now += 500;
        turn.event(); // somebody else's, of the same turn as ours
        now += 30;
        turn.event();
        timeline.enter(Phase.BODY, now);

        assertThat(timeline.spent(Phase.WAIT)).isEqualTo(500);
        assertThat(timeline.spent(Phase.LOOP)).isEqualTo(30);
    }

    @Test
    void aTurnThatTimersBeganSaysNothingAboutAnEvent() {
        timeline.begin(Phase.WAIT, now);
        turn.begins();
        turn.event();
        now += 500;
        turn.begins(); // no event in this one
        now += 700;
        timeline.enter(Phase.WORK, now);

        assertThat(timeline.spent(Phase.WAIT)).isEqualTo(1_200);
        assertThat(timeline.spent(Phase.LOOP)).isZero();
    }

    @Test
    void anExchangeBeginsWhenItsHeadWasReadyButNotBeforeTheOneInFrontOfItEnded() {
        turn.begins();
        turn.event();
        now += 100;
        long before = now;
        now += 20;
        timeline.beginReady(Phase.WORK, before, now);
        assertThat(timeline.spent(Phase.LOOP)).isEqualTo(20);

        timeline.clear();
        timeline.beginReady(Phase.WORK, before - 1_000, now);
        assertThat(timeline.spent(Phase.LOOP)).isEqualTo(120);
    }

    @Test
    void theNextSessionInheritsNothing() {
        timeline.begin(Phase.WAIT, now);
        timeline.tlsResumed(true);
        timeline.servedBy(true, true);
        timeline.end(now + 7);
        timeline.clear();

        assertThat(sumOfPhases()).isZero();
        assertThat(timeline.reached(Mark.CLOSED)).isFalse();
        assertThat(timeline.isTlsResumed() || timeline.isNamed() || timeline.isSecured()).isFalse();
    }

    @Test
    void anAnswerIsLateWithoutWhatTheClientAndALongBodyTook() {
        timeline.begin(Phase.WORK, now);
        timeline.enter(Phase.WAIT, now + 10);
        timeline.enter(Phase.CLIENT, now + 100);
        timeline.enter(Phase.BODY, now + 5_000);
        timeline.end(now + 9_000);

        assertThat(timeline.untilAnswer()).isEqualTo(100);
    }
}
