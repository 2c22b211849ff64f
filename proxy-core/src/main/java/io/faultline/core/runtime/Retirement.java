package io.faultline.core.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What an earlier configuration used and none will use anew: keys and certificates. It is closed when the
 * last connection that was accepted in its time has gone, for that one may still need it.
 *
 * <p>On the control thread only.
 */
final class Retirement {

    private static final long LOOK_SECONDS = 5;

    /** @param generation the last one that used it */
    private record Retired(long generation, Runnable close) {}

    private final ScheduledExecutorService control;
    private final List<WorkerRoom> rooms;
    private final List<Retired> waiting = new ArrayList<>();

    Retirement(ScheduledExecutorService control, List<WorkerRoom> rooms) {
        this.control = control;
        this.rooms = rooms;
    }

    void add(long generation, Runnable close) {
        if (waiting.isEmpty()) {
            lookSoon();
        }
        waiting.add(new Retired(generation, close));
    }

    private void lookSoon() {
        control.schedule(this::ask, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void ask() {
        CompletableFuture<Long> oldest = CompletableFuture.completedFuture(Long.MAX_VALUE);
        for (WorkerRoom room : rooms) {
            oldest = oldest.thenCombine(room.oldestGeneration(), Math::min);
        }
        oldest.thenAcceptAsync(this::closeBefore, control);
    }

    private void closeBefore(long oldestGeneration) {
        List<Retired> over =
                waiting.stream().filter(each -> each.generation() < oldestGeneration).toList();
        over.forEach(each -> each.close().run());
        waiting.removeAll(over);
        if (!waiting.isEmpty()) {
            lookSoon();
        }
    }
}
