package io.faultline.core.scheduling;

import java.util.List;

/**
 * Who runs first where there are fewer cores than threads that want one: the workers, which have clients
 * waiting. What may take a moment longer steps back: the control plane, and the JVM's compilers while
 * code is warm enough to serve.
 *
 * <p>Collectors are never lowered: at a collection all threads wait for them, the workers too. See
 * docs/adr/0042-who-runs-first.md.
 */
public final class Precedence {

    /** A third of a worker's share where both want the core, and all of it where only one does. */
    private static final int STEP_BACK = 5;

    private static final long WORKER_SLICE_NANOS = 100_000; // the shortest that the kernel grants

    private Precedence() {}

    /**
     * The thread that calls this reads configurations, asks names, shows pages: clients do not wait for
     * it. Threads that it starts are lowered as well.
     *
     * @return whether the system does it
     */
    public static boolean stepBack() {
        KernelThread self = KernelThread.current();
        return self != null && self.lower(STEP_BACK);
    }

    /** For threads that are made before it is known what runs on them. */
    public static Runnable steppingBack(Runnable task) {
        return () -> {
            stepBack();
            task.run();
        };
    }

    /**
     * The thread that calls this serves clients: it shall run soon after it wakes up, whoever runs then.
     *
     * @return whether the system does it
     */
    public static boolean serveSoon() {
        KernelThread self = KernelThread.current();
        return self != null && self.shortenSlices(WORKER_SLICE_NANOS);
    }

    /**
     * The JVM's compilers, those that run now and those that they start.
     *
     * @return how many stepped back
     */
    public static int compilersStepBack() {
        return (int) compilers().stream().filter(each -> each.lower(STEP_BACK)).count();
    }

    /** The JVM's compilers that run now; none where the system does not tell. */
    public static List<KernelThread> compilers() {
        return KernelThread.named(Precedence::compiles);
    }

    /** "C2 CompilerThre", with and without a number, as the kernel cuts it off. */
    static boolean compiles(String name) {
        return name.startsWith("C1 Comp") || name.startsWith("C2 Comp");
    }
}
