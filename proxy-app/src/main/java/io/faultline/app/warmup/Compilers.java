package io.faultline.app.warmup;

import io.faultline.core.scheduling.KernelThread;
import io.faultline.core.scheduling.Precedence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How much the JVM's compilers work, by the clock of the kernel: the JVM itself counts a compilation when
 * it is over, and the largest take half a second.
 */
final class Compilers {

    /** Longer than the kernel's tick: of a thread that runs on it counts at each tick only. */
    private static final long LOOK_NANOS = 8_000_000;

    /** Of a look: what a compiler does that only looks whether there is work. */
    private static final long IDLE_NANOS = LOOK_NANOS / 20;

    private final Supplier<List<KernelThread>> threads;
    private Map<KernelThread, Long> before = Map.of();

    Compilers() {
        this(Precedence::compilers);
    }

    Compilers(Supplier<List<KernelThread>> threads) {
        this.threads = threads;
        workedNanos();
    }

    /** Whether the system tells at all. */
    boolean areSeen() {
        return !before.isEmpty();
    }

    /** What they have worked since this was asked last. The JVM starts and ends them as it needs them. */
    long workedNanos() {
        Map<KernelThread, Long> now = new HashMap<>();
        long worked = 0;
        for (KernelThread thread : threads.get()) {
            long ran = thread.ranNanos();
            now.put(thread, ran);
            worked += Math.max(0, ran - before.getOrDefault(thread, 0L));
        }
        before = now;
        return worked;
    }

    /**
     * Leaves the core to them until they have nothing left to do.
     *
     * @return what they worked meanwhile
     */
    long finish(long mostNanos) {
        long start = System.nanoTime();
        long all = 0;
        long worked;
        do {
            LockSupport.parkNanos(LOOK_NANOS);
            worked = workedNanos();
            all += worked;
        } while (worked > IDLE_NANOS && System.nanoTime() - start < mostNanos);
        return all;
    }
}
