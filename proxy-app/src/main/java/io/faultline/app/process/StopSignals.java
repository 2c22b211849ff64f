package io.faultline.app.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * SIGTERM and Ctrl-C: the first asks for an orderly stop, the second ends the process at once.
 *
 * <p>Not a JVM shutdown hook: inside one the exit code is fixed already, and a second signal is not
 * seen any more. The supervisor should read from the exit code whether sessions had to be cut.
 */
public final class StopSignals {

    private static final int SIGNALLED = 128;

    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final AtomicInteger seen = new AtomicInteger();

    private StopSignals() {}

    /** From here on these signals are ours. */
    public static StopSignals install() {
        var signals = new StopSignals();
        signals.handle("TERM");
        signals.handle("INT");
        return signals;
    }

    /** Completes with the signal's name when the process is first asked to stop. */
    public CompletableFuture<String> first() {
        return first;
    }

    private void handle(String name) {
        Signal.handle(
                new Signal(name),
                signal -> {
                    if (seen.incrementAndGet() == 1) {
                        first.complete("SIG" + signal.getName());
                    } else {
                        Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
                    }
                });
    }
}
