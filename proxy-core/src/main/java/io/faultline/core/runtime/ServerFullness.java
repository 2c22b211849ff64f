package io.faultline.core.runtime;

import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.SaturationWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts together all that knows how full this server is: the host, our own limits, queues and loops. */
final class ServerFullness {

    private final ServerParts parts;
    private final Supplier<RuntimeSnapshot> inForce;
    private final Map<ListenerGroup, AcceptQueueWatch> queues = new HashMap<>();
    private final SaturationWatch watch;

    ServerFullness(ServerParts parts, Supplier<RuntimeSnapshot> inForce) {
        this.parts = parts;
        this.inForce = inForce;
        this.watch =
                new SaturationWatch(
                        List.of(this::host, new OwnFullness(parts, inForce), this::workers),
                        parts.surroundings().ticker(),
                        parts.surroundings().clock());
    }

    void start() {
        watch.start(parts.control());
    }

    /** Control thread. */
    void stop() {
        watch.stop();
    }

    SaturationWatch watch() {
        return watch;
    }

    private void host(Look look) {
        parts.kernel().lookInto(look);
        parts.host().facts(parts.kernel().facts());
    }

    /** The loops, and the queues of clients that wait for them. After the host, whose counters they need. */
    private void workers(Look look) {
        long worst = 0;
        for (WorkerRoom room : parts.rooms()) {
            long lag = room.load().takeWorstLagNanos();
            worst = Math.max(worst, lag);
            room.load().look(look, Integer.toString(room.worker().index()), lag);
        }
        RuntimeSnapshot now = inForce.get();
        queues.keySet().retainAll(now.listeners());
        for (ListenerGroup each : now.listeners()) {
            queues.computeIfAbsent(
                            each,
                            unseen -> new AcceptQueueWatch(each, now.loaded(), parts.faults()))
                    .look(look, worst);
        }
    }
}
