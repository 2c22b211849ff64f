package io.faultline.app.warmup;

import io.faultline.core.scheduling.KernelThread;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Works until it is told to end. */
final class BusyThread {

    private final CompletableFuture<KernelThread> self = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::work);
    private volatile boolean over;

    KernelThread seenByTheKernel() {
        return self.join();
    }

    void end() throws InterruptedException {
        over = true;
        thread.join();
    }

    private void work() {
        self.complete(Objects.requireNonNull(KernelThread.current()));
        while (!over) {
            Thread.onSpinWait();
        }
    }
}
