package io.faultline.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The wheel with a clock that only moves when its alarm rings, or when a test says so. */
class TimerWheelTest {

    private static final long TICK = 1L << TimerWheel.TICK_SHIFT;
    private static final long START = 1_000_000_000_000L;

    private final List<Long> alarms = new ArrayList<>();
    private long now = START;
    private final TimerWheel wheel = new TimerWheel(alarms::add, now);
    private final List<String> fired = new ArrayList<>();

    @Test
    void aTimerFiresAfterItsDeadlineAndWithinATick() {
        var timer = new Noting("a");
        long deadline = now + millis(100);
        wheel.set(timer, deadline);
        runUntil(now + millis(500));
        assertThat(fired).containsExactly("a");
        assertThat(timer.firedAt).isBetween(deadline, deadline + TICK);
        assertThat(wheel.size()).isZero();
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void nothingRingsWhileNothingIsSet() {
        assertThat(alarms).isEmpty();
        wheel.advance(now + millis(1_000));
        assertThat(alarms).isEmpty();
    }

    @Test
    void aCancelledTimerNeverFires() {
        var timer = new Noting("a");
        wheel.set(timer, now + millis(100));
        wheel.cancel(timer);
        runUntil(now + millis(1_000));
        assertThat(fired).isEmpty();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aDeadlineMovedLaterIsKeptAndOneMovedEarlierToo() {
        var later = new Noting("later");
        var earlier = new Noting("earlier");
        wheel.set(later, now + millis(100));
        wheel.set(later, now + millis(400));
        wheel.set(earlier, now + millis(400));
        wheel.set(earlier, now + millis(100));
        runUntil(now + millis(300));
        assertThat(fired).containsExactly("earlier");
        runUntil(now + millis(600));
        assertThat(fired).containsExactly("earlier", "later");
    }

    @Test
    void aDeadlineBeyondATurnOfTheWheelFiresInItsOwnTurn() {
        var timer = new Noting("far");
        long deadline = now + TimeUnit.MINUTES.toNanos(5);
        wheel.set(timer, deadline);
        runUntil(deadline - TICK);
        assertThat(fired).isEmpty();
        runUntil(deadline + 2 * TICK);
        assertThat(timer.firedAt).isBetween(deadline, deadline + 2 * TICK);
    }

    @Test
    void aDeadlineThatHasPassedFiresAtTheNextTick() {
        wheel.set(new Noting("late"), now - millis(50));
        runUntil(now + 2 * TICK);
        assertThat(fired).containsExactly("late");
    }

    @Test
    void aLoopThatWasAwayForManyTurnsServesEveryTimerOnce() {
        for (int i = 0; i < 50; i++) {
            wheel.set(new Noting("t" + i), now + millis(700L * i));
        }
        now += TimeUnit.MINUTES.toNanos(10);
        wheel.advance(now);
        assertThat(fired).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void aCallbackMayCancelItsNeighboursAndSetItselfAgain() {
        var neighbour = new Noting("neighbour");
        var again =
                new Noting("again") {
                    @Override
                    protected void onDeadline(long nowNanos) {
                        super.onDeadline(nowNanos);
                        wheel.cancel(neighbour);
                        if (fired.size() < 3) {
                            wheel.set(this, nowNanos + millis(100));
                        }
                    }
                };
        wheel.set(again, now + millis(100)); // the one that was linked first is served first
        wheel.set(neighbour, now + millis(100));
        runUntil(now + millis(1_000));
        assertThat(fired).containsExactly("again", "again", "again");
        assertThat(wheel.size()).isZero();
    }

    @Test
    void randomDeadlinesAllFireInTimeHoweverTheyAreMoved() {
        var random = new Random(42);
        List<Noting> timers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            timers.add(new Noting("t" + i));
        }
        for (int round = 0; round < 5_000; round++) {
            Noting timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(4) == 0) {
                wheel.cancel(timer);
                timer.expected = -1;
            } else {
                timer.expected = now + random.nextLong(TimeUnit.SECONDS.toNanos(60));
                wheel.set(timer, timer.expected);
            }
            if (random.nextInt(10) == 0) {
                runUntil(now + random.nextLong(millis(500)));
            }
        }
        runUntil(now + TimeUnit.SECONDS.toNanos(70));
        assertThat(timers).allMatch(timer -> timer.expected == -1);
        assertThat(wheel.size()).isZero();
    }

    /** Lets time pass as a loop would: from alarm to alarm. */
    private void runUntil(long end) {
        while (true) {
            long next = alarms.stream().filter(at -> at <= end).min(Long::compare).orElse(end);
            now = Math.max(now, next);
            alarms.removeIf(at -> at <= now);
            wheel.advance(now);
            if (next == end) {
                return;
            }
        }
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    private class Noting extends WheelTimer {

        private final String name;
        private long firedAt;
        private long expected = -1;

        Noting(String name) {
            this.name = name;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            fired.add(name);
            firedAt = nowNanos;
            if (expected != -1) {
                assertThat(nowNanos).isBetween(expected, expected + 2 * TICK);
                expected = -1;
            }
        }
    }
}
