package io.faultline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsBeforeItsTime() {
        scheduler.schedule(() -> ran.add("late"), 5, TimeUnit.SECONDS);

        scheduler.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(ran).isEmpty();

        scheduler.advance(Duration.ofNanos(1));
        assertThat(ran).containsExactly("late");
    }

    @Test
    void tasksRunByDueTimeAndTiesInTheOrderTheyWereHandedIn() {
        scheduler.schedule(() -> ran.add("c"), 2, TimeUnit.SECONDS);
        scheduler.schedule(() -> ran.add("a"), 1, TimeUnit.SECONDS);
        scheduler.schedule(() -> ran.add("b"), 1, TimeUnit.SECONDS);

        scheduler.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void aTaskSeesTheClockOnItsOwnDueTime() {
        long start = clock.nanos();
        scheduler.schedule(() -> ran.add("" + (clock.nanos() - start)), 7, TimeUnit.NANOSECONDS);

        scheduler.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("7");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatATaskHandsInRunsInTheSameStepWhenItFallsDue() {
        scheduler.schedule(
                () -> scheduler.schedule(() -> ran.add("child"), 1, TimeUnit.SECONDS),
                1,
                TimeUnit.SECONDS);

        scheduler.advance(Duration.ofSeconds(2));

        assertThat(ran).containsExactly("child");
    }

    @Test
    void aPeriodicTaskRunsOncePerPeriodUntilItIsCancelled() {
        var tick =
                scheduler.scheduleAtFixedRate(
                        () -> ran.add(clock.elapsed().toSeconds() + "s"), 1, 2, TimeUnit.SECONDS);
        scheduler.advance(Duration.ofSeconds(6));
        assertThat(ran).containsExactly("1s", "3s", "5s");

        tick.cancel(false);
        scheduler.advance(Duration.ofMinutes(1));

        assertThat(ran).hasSize(3);
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void executeWaitsForTheTestToRunIt() {
        scheduler.execute(() -> ran.add("now"));
        assertThat(ran).isEmpty();

        scheduler.runDue();

        assertThat(ran).containsExactly("now");
        assertThat(clock.elapsed()).isZero();
    }

    @Test
    void aTimerThatThrowsIsNotSwallowedAndEnds() {
        scheduler.scheduleAtFixedRate(
                () -> {
                    throw new IllegalArgumentException("boom");
                },
                1,
                1,
                TimeUnit.SECONDS);

        assertThatThrownBy(() -> scheduler.advance(Duration.ofSeconds(1)))
                .hasMessageContaining("boom");
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void whatASubmittedTaskThrowsStaysInItsFuture() {
        var future =
                scheduler.submit(
                        () -> {
                            throw new IllegalArgumentException("boom");
                        });
        scheduler.runDue();

        assertThatThrownBy(future::get).hasRootCauseMessage("boom");
    }

    @Test
    void theTimeUntilTheNextTaskIsKnown() {
        assertThat(scheduler.untilNext()).isNull();
        scheduler.schedule(() -> {}, 3, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(1));

        assertThat(scheduler.untilNext()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void timeThatWasMovedByHandNeverGoesBack() {
        scheduler.schedule(() -> ran.add("overdue"), 1, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(10));

        scheduler.runDue();

        assertThat(ran).containsExactly("overdue");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void afterShutdownNothingRunsAndNothingIsTaken() {
        scheduler.schedule(() -> ran.add("late"), 1, TimeUnit.SECONDS);
        scheduler.shutdown();
        scheduler.advance(Duration.ofSeconds(2));

        assertThat(ran).isEmpty();
        assertThatThrownBy(() -> scheduler.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void theWallClockMovesWithTheMonotonicOne() {
        clock.advance(Duration.ofMinutes(90));

        assertThat(clock.wall().instant()).isEqualTo(Instant.parse("2030-01-01T01:30:00Z"));
    }
}
