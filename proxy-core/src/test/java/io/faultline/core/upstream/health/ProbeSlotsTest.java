package io.faultline.core.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ProbeSlotsTest {

    private final ProbeSlots slots = new ProbeSlots(2);
    private final List<String> ran = new ArrayList<>();

    @Test
    void whoFindsNoSlotRunsInTurnWhenOneIsFree() {
        slots.take(() -> ran.add("a"));
        slots.take(() -> ran.add("b"));
        slots.take(() -> ran.add("c"));
        slots.take(() -> ran.add("d"));
        assertThat(ran).containsExactly("a", "b");

        slots.release();
        assertThat(ran).containsExactly("a", "b", "c");
        slots.release();
        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whoIsForgottenInTheLineNeverRuns() {
        Runnable gone = () -> ran.add("gone");
        slots.take(() -> ran.add("a"));
        slots.take(() -> ran.add("b"));
        slots.take(gone);
        slots.take(() -> ran.add("c"));

        slots.forget(gone);
        slots.release();

        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void tenThousandChecksThatEndAtOnceDoNotNeedTenThousandStackFrames() {
        var ended = new AtomicInteger();
        slots.take(() -> {});
        slots.take(() -> {});
        for (int i = 0; i < 10_000; i++) {
            slots.take(
                    new Runnable() { // each one another object, as real checks are
                        @Override
                        public void run() {
                            ended.incrementAndGet();
                            slots.release();
                        }
                    });
        }
        slots.release();

        assertThat(ended).hasValue(10_000);
        assertThat(slots.taken()).isEqualTo(1);
    }
}
