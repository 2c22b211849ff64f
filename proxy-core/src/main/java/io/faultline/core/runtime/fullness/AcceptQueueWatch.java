package io.faultline.core.runtime.fullness;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.OverflowDetector;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.wire.AcceptQueue;
import io.faultline.core.wire.ListeningSocket;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * Watches the accept queues of one listener, one per worker: how full the fullest is, and whether clients
 * were dropped. The answer comes from the loops, so each look sees what they found after the one before.
 */
final class AcceptQueueWatch {

    private final ListenerGroup group;
    private final FaultLedger faults;
    private final OverflowDetector detector;

    AcceptQueueWatch(ListenerGroup group, LoadedConfig loaded, FaultLedger faults) {
        this.group = group;
        this.faults = faults;
        ListenerConfig config =
                loaded.config().listeners().stream()
                        .filter(each -> each.name().equals(group.name()))
                        .findFirst()
                        .orElseThrow();
        this.detector =
                new OverflowDetector(config.backlog(), loaded.origins().of(config, "backlog"));
    }

    /** @param lagNanos how late the workers were at worst */
    void look(Look look, long lagNanos) {
        List<AcceptQueue> queues =
                group.sockets().stream()
                        .map(ListeningSocket::queue)
                        .filter(Objects::nonNull)
                        .toList();
        askAgain();
        Fault overflow = detector.look(queues, look.total(EventKind.LISTEN_OVERFLOWS), lagNanos);
        if (overflow != null) {
            faults.record(overflow, FaultScope.ofListener(group.name()), null, 0);
        }
        String subject = "listener " + group.name();
        queues.stream()
                .max(Comparator.comparingDouble(each -> each.waiting() / (double) each.room()))
                .ifPresentOrElse(
                        fullest ->
                                look.found(
                                        ResourceKind.ACCEPT_QUEUE,
                                        subject,
                                        fullest.waiting(),
                                        fullest.room(),
                                        "at the worker with most"),
                        () ->
                                look.unknown(
                                        ResourceKind.ACCEPT_QUEUE,
                                        subject,
                                        "not looked at yet, or not with this transport"));
    }

    private void askAgain() {
        try {
            group.sockets().forEach(ListeningSocket::lookAtQueue);
        } catch (RejectedExecutionException ended) {
            // The workers have stopped: nobody waits in these queues any more.
        }
    }
}
