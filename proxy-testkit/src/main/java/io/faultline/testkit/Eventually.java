package io.faultline.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what other threads or the kernel will do. The only place in all tests that parks: a test
 * that needs to wait names what it waits for, and says what it saw instead when the deadline passes.
 *
 * <p>The default deadline is generous because it is only ever spent by a test that fails.
 */
public final class Eventually {

    /** Long enough for a machine that is doing eight other things. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /** Assertions that will pass once the world has caught up. */
    @FunctionalInterface
    public interface Claim {
        void check() throws Exception;
    }

    /** Returns when the condition holds. {@code what} completes "waited for ...". */
    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        var wait = new Wait(patience);
        while (!condition.getAsBoolean()) {
            if (!wait.again()) {
                throw new AssertionError(wait.story(what));
            }
        }
    }

    /** Returns the first value that is good. The last one that was not stands in the failure. */
    public static <T extends @Nullable Object> T value(
            String what, Supplier<T> source, Predicate<? super T> good) {
        return value(what, PATIENCE, source, good);
    }

    public static <T extends @Nullable Object> T value(
            String what, Duration patience, Supplier<T> source, Predicate<? super T> good) {
        var wait = new Wait(patience);
        while (true) {
            T seen = source.get();
            if (good.test(seen)) {
                return seen;
            }
            if (!wait.again()) {
                throw new AssertionError(wait.story(what) + "\n  last seen: " + seen);
            }
        }
    }

    /** Repeats assertions until they pass. The last failure becomes the cause. */
    public static void asserted(String what, Claim claim) {
        asserted(what, PATIENCE, claim);
    }

    public static void asserted(String what, Duration patience, Claim claim) {
        var wait = new Wait(patience);
        while (true) {
            try {
                claim.check();
                return;
            } catch (AssertionError notYet) {
                if (!wait.again()) {
                    throw new AssertionError(
                            wait.story(what) + "\n  last failure: " + notYet.getMessage(), notYet);
                }
            } catch (Exception broken) {
                throw new AssertionError(what + ": the check itself failed: " + broken, broken);
            }
        }
    }

    /** Pauses that grow from microseconds to 20 ms, until the deadline. */
    private static final class Wait {
        private final long startNanos = System.nanoTime();
        private final long patienceNanos;
        private long pauseNanos = FIRST_PAUSE_NANOS;
        private int looks = 1;

        Wait(Duration patience) {
            patienceNanos = patience.toNanos();
        }

        boolean again() {
            if (System.nanoTime() - startNanos >= patienceNanos) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting");
            }
            LockSupport.parkNanos(pauseNanos);
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
            looks++;
            return true;
        }

        String story(String what) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            return "waited %d ms for: %s (looked %d times)".formatted(millis, what, looks);
        }
    }
}
