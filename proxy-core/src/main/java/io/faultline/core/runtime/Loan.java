package io.faultline.core.runtime;

import io.faultline.core.runtime.listening.Lending;
import io.faultline.core.runtime.listening.LentListener;
import io.faultline.core.runtime.listening.ListenerGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whether copies of the listening sockets are out with a process that may take over. Control thread. */
final class Loan {

    private final Executor control;
    private boolean out;

    Loan(Executor control) {
        this.control = control;
    }

    boolean isOut() {
        return out;
    }

    /** @param obstacle why this is not the time, or null */
    void begin(
            @Nullable String obstacle,
            List<ListenerGroup> listeners,
            CompletableFuture<List<LentListener>> lent) {
        if (obstacle != null) {
            lent.completeExceptionally(new IllegalStateException(obstacle));
            return;
        }
        out = true;
        Lending.of(listeners)
                .whenCompleteAsync(
                        (copies, failure) -> {
                            if (failure == null) {
                                lent.complete(copies);
                            } else {
                                out = false;
                                lent.completeExceptionally(failure);
                            }
                        },
                        control);
    }

    void end() {
        out = false;
    }
}
