package io.faultline.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it. {@code clock::nanos} serves wherever production
 * code asks for its ticker, {@link #wall()} wherever it asks for a {@link Clock}; both move together.
 *
 * <p>It starts just below zero and crosses it after a second, because the monotonic clock of a real
 * machine may do the same: code that takes 0 or a negative reading for "never" breaks here first.
 */
public final class ManualClock {

    private static final long START_NANOS = -1_000_000_000L;
    private static final Instant START_INSTANT = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong(START_NANOS);

    /** The monotonic reading. */
    public long nanos() {
        return nanos.get();
    }

    /** How far a test has moved this clock since it was made. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos.get() - START_NANOS);
    }

    /** Moves the time only. Who has timers uses {@link ManualScheduler#advance}, which runs them. */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("a monotonic clock does not go back: " + step);
        }
        nanos.addAndGet(step.toNanos());
    }

    /** The same time as dates, from 2030-01-01T00:00:00Z on. */
    public Clock wall() {
        return new Wall(ZoneOffset.UTC);
    }

    private final class Wall extends Clock {
        private final ZoneId zone;

        Wall(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new Wall(other);
        }

        @Override
        public Instant instant() {
            return START_INSTANT.plus(elapsed());
        }
    }
}
