package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How busy one event loop is, without the loop being asked: it waits in the kernel when it has nothing to
 * do, and the kernel keeps the time that it ran. The loop itself measures nothing, so nothing is slower
 * for it.
 *
 * <p>Linux also tells how long the thread wanted a CPU and got none (schedstat): other programs, or a
 * quota. Such a loop is as full as one that works, and its clients wait as long.
 */
public final class LoopLoad {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;
    private static final double WORTH_TELLING = 0.01;

    private final Path proc;
    private final KernelText text = new KernelText(256);
    private final AtomicLong worstLagNanos = new AtomicLong();
    private volatile long threadId;
    private volatile @Nullable KernelFile schedule;
    private double beforeSeconds = Double.NaN;
    private double beforeRun;
    private double beforeWait;

    public LoopLoad() {
        this(Path.of("/proc"));
    }

    LoopLoad(Path proc) {
        this.proc = proc;
    }

    /** The loop's one thread is the one that calls this. Once, at the start. */
    public void runsHere() {
        try {
            // The link reads "PID/task/TID": the JVM itself does not tell the kernel's number.
            Path link = Files.readSymbolicLink(proc.resolve("thread-self"));
            schedule =
                    new KernelFile(
                            proc.resolve("self/task")
                                    .resolve(link.getFileName())
                                    .resolve("schedstat"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            schedule = null;
        }
        threadId = Thread.currentThread().threadId();
    }

    /** So late was the loop for something that was due. On the loop, now and then. */
    public void wasLate(long nanos) {
        worstLagNanos.accumulateAndGet(nanos, Math::max);
    }

    /** The longest lateness since this was last asked. Control thread. */
    public long takeWorstLagNanos() {
        return worstLagNanos.getAndSet(0);
    }

    /** Control thread. */
    public void look(Look look, String worker, long lagNanos) {
        KernelFile file = schedule;
        double run = KernelText.NONE;
        double wait = 0;
        if (file != null && file.read(text) && text.nextLine()) {
            run = text.nextNumber() / NANOS;
            wait = Math.max(0, text.nextNumber()) / NANOS;
            file.close(); // there may be many workers, and they need their descriptors for clients
        }
        if (run < 0 && threadId != 0) {
            run = THREADS.getThreadCpuTime(threadId) / NANOS;
        }
        if (run < 0) {
            look.unknown(
                    ResourceKind.LOOP,
                    worker,
                    "this system does not tell the CPU time of a thread");
            return;
        }
        if (look.seconds() > beforeSeconds) {
            tell(look, worker, run - beforeRun, wait - beforeWait, lagNanos);
        } else {
            look.unknown(ResourceKind.LOOP, worker, "a rate needs two looks");
        }
        beforeSeconds = look.seconds();
        beforeRun = run;
        beforeWait = wait;
    }

    private void tell(Look look, String worker, double ran, double waited, long lagNanos) {
        double passed = look.seconds() - beforeSeconds;
        double starved = Math.clamp(waited / passed, 0, 1);
        double busy = Math.clamp((ran + waited) / passed, 0, 1);
        String note = String.format(Locale.ROOT, "late by %.1f ms at most", lagNanos / 1e6);
        if (starved >= WORTH_TELLING) {
            note += String.format(Locale.ROOT, "; %.0f %% waiting for a CPU", starved * 100);
        }
        look.found(ResourceKind.LOOP, worker, busy, 1, note);
    }
}
