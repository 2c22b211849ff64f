package io.faultline.core.runtime;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.tls.HandshakeCap;
import java.util.List;

/** Puts together all that knows how full this server is: the host, our own limits, queues and loops. */
final class ServerFullness {

    private final ServerParts parts;
    private final List<AcceptQueueWatch> queues;
    private final SaturationWatch watch;

    ServerFullness(
            LoadedConfig loaded,
            ServerParts parts,
            HandshakeCap handshakes,
            List<ListenerGroup> listeners) {
        this.parts = parts;
        this.queues =
                listeners.stream()
                        .map(each -> new AcceptQueueWatch(each, loaded, parts.faults()))
                        .toList();
        this.watch =
                new SaturationWatch(
                        List.of(
                                this::host,
                                new OwnFullness(loaded, parts, handshakes),
                                this::workers),
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
        for (AcceptQueueWatch each : queues) {
            each.look(look, worst);
        }
    }
}
