package io.faultline.core.runtime.fullness;

import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.observe.saturation.linux.LoopLoad;
import io.faultline.core.runtime.listening.ListenerGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Puts together all that knows how full this server is: the host, our own limits, queues and loops. */
public final class ServerFullness {

    private final FullnessSources parts;
    private final Supplier<Watched> inForce;
    private final Map<ListenerGroup, AcceptQueueWatch> queues = new HashMap<>();
    private final SaturationWatch watch;

    public ServerFullness(FullnessSources parts, Supplier<Watched> inForce) {
        this.parts = parts;
        this.inForce = inForce;
        this.watch =
                new SaturationWatch(
                        List.of(this::host, new OwnFullness(parts, inForce), this::workers),
                        parts.ticker(),
                        parts.clock());
    }

    public void start(ScheduledExecutorService control) {
        watch.start(control);
    }

    /** Control thread. */
    public void stop() {
        watch.stop();
    }

    public SaturationWatch watch() {
        return watch;
    }

    private void host(Look look) {
        parts.kernel().lookInto(look);
        parts.host().facts(parts.kernel().facts());
    }

    /** The loops, and the queues of clients that wait for them. After the host, whose counters they need. */
    private void workers(Look look) {
        long worst = 0;
        for (int i = 0; i < parts.loops().size(); i++) {
            LoopLoad load = parts.loops().get(i);
            long lag = load.takeWorstLagNanos();
            worst = Math.max(worst, lag);
            load.look(look, Integer.toString(i), lag);
        }
        Watched now = inForce.get();
        queues.keySet().retainAll(now.listeners());
        for (ListenerGroup each : now.listeners()) {
            queues.computeIfAbsent(
                            each,
                            unseen -> new AcceptQueueWatch(each, now.loaded(), parts.faults()))
                    .look(look, worst);
        }
    }
}
