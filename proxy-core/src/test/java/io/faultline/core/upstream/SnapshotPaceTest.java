package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler control = new ManualScheduler(clock);
    private Duration cost = Duration.ofMillis(20);
    private int rebuilds;

    private final SnapshotPace pace =
            new SnapshotPace(
                    control,
                    clock::nanos,
                    () -> {
                        rebuilds++;
                        clock.advance(cost);
                    });

    @Test
    void theFirstChangeIsPublishedAtOnce() {
        pace.changed();

        assertThat(rebuilds).isEqualTo(1);
    }

    @Test
    void tenThousandChangesShareTheNextRebuild() {
        for (int i = 0; i < 10_000; i++) {
            pace.changed();
        }
        assertThat(rebuilds).isEqualTo(1);

        control.advance(Duration.ofMillis(199));
        assertThat(rebuilds).isEqualTo(1);
        control.advance(Duration.ofMillis(1));
        assertThat(rebuilds).isEqualTo(2);
        control.advance(Duration.ofMinutes(1));
        assertThat(rebuilds).as("nothing has changed since").isEqualTo(2);
    }

    @Test
    void whatSomebodyIsToldOfIsPublishedBeforeAndOnlyOnce() {
        pace.changed();
        pace.changed();

        pace.atOnce();
        assertThat(rebuilds).isEqualTo(2);
        control.advance(Duration.ofMinutes(1));
        assertThat(rebuilds).as("the one to come has been made").isEqualTo(2);
    }

    @Test
    void whateverARebuildCostsItTakesATenthOfTheTime() {
        for (int i = 0; i < 100_000; i++) {
            pace.changed();
            control.advance(Duration.ofMillis(1));
        }

        long share = rebuilds * cost.toMillis() * 100 / clock.elapsed().toMillis();
        assertThat(share).isBetween(8L, 10L);
    }

    @Test
    void cheapRebuildsFollowEachChange() {
        cost = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            pace.changed();
        }

        assertThat(rebuilds).isEqualTo(100);
    }

    @Test
    void oneSlowRebuildDoesNotSilenceTheClusterForLong() {
        cost = Duration.ofSeconds(30);
        pace.changed();
        pace.changed();

        control.advance(Duration.ofSeconds(1));

        assertThat(rebuilds).isEqualTo(2);
    }
}
