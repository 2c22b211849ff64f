package io.faultline.core.runtime;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.ShutdownConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.timing.TimerText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How a server ends: its listeners close, what is open is told to end, what is still open at the deadline
 * is cut, and the threads go. On the control thread.
 */
final class Ending {

    private static final long LOOK_MILLIS = 20;
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

    private final ServerParts parts;
    private final CompletableFuture<DrainReport> over = new CompletableFuture<>();
    private final Runnable lastOfAll;
    private boolean stopped;
    private int cut;

    /** @param lastOfAll runs when nothing is open any more, before the threads end */
    Ending(ServerParts parts, Runnable lastOfAll) {
        this.parts = parts;
        this.lastOfAll = lastOfAll;
    }

    /** Completes when everything is over. Any thread. */
    CompletableFuture<DrainReport> over() {
        return over;
    }

    /**
     * @param loaded what says how long it may take
     * @param deadlineNanos when sessions are cut
     */
    void begin(
            List<ListenerGroup> listeners,
            Consumer<ListenerGroup> closing,
            LoadedConfig loaded,
            long deadlineNanos) {
        if (stopped) {
            return;
        }
        listeners.forEach(closing);
        // A listener that closes takes in what the kernel had queued: until every worker has done
        // so, "no session is open" proves nothing.
        CompletableFuture<Void> lastOnesIn = parts.settled();
        lastOnesIn.thenRun(() -> parts.rooms().forEach(WorkerRoom::drainAll));
        look(loaded, deadlineNanos, lastOnesIn);
    }

    private void look(LoadedConfig loaded, long deadlineNanos, CompletableFuture<Void> lastOnesIn) {
        if (stopped) {
            return;
        }
        boolean complete = lastOnesIn.isDone();
        int open = parts.openSessions();
        if (complete && open == 0) {
            finished();
            return;
        }
        if (complete && parts.nanos() - deadlineNanos >= 0 && cut == 0) {
            cut = open;
            Fault reason = deadlineReached(loaded);
            parts.rooms().forEach(room -> room.cutAll(reason));
        }
        parts.control()
                .schedule(
                        () -> look(loaded, deadlineNanos, lastOnesIn),
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private static Fault deadlineReached(LoadedConfig loaded) {
        ShutdownConfig rules = loaded.config().shutdown();
        String timer =
                TimerText.of(
                        "shutdown.deadline",
                        rules.deadline(),
                        loaded.origins().of(rules, "deadline"));
        return Fault.of(SessionFault.DRAINING, Side.PROXY, Stage.RELAY).with("timer", timer);
    }

    private void finished() {
        stopped = true;
        lastOfAll.run();
        parts.stop();
        AccessLog log = parts.accessLog();
        // Flushing may wait for a disk: not on the control thread, which others may still need.
        Thread.ofPlatform()
                .name("shutdown")
                .start(
                        () -> {
                            if (log != null) {
                                log.close(LOG_FLUSH);
                            }
                            over.complete(new DrainReport(cut));
                        });
    }
}
