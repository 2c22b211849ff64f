package io.faultline.core.worker;

import io.faultline.core.scheduling.Precedence;
import io.faultline.core.timing.Ticker;
import io.netty.channel.IoEventLoop;

/**
 * The thread that decides: clusters, health checks, DNS. It publishes snapshots; workers read them and
 * never wait for it.
 */
public final class ControlLoop {

    private final Worker worker;

    public ControlLoop(Ticker ticker) {
        this.worker = Worker.ofControl(ticker);
        worker.execute(Precedence::stepBack);
    }

    public IoEventLoop executor() {
        return worker.loop();
    }

    /** Its timers, memory and way to the network, for checks that speak to endpoints as traffic does. */
    public Worker worker() {
        return worker;
    }

    public void stop() {
        worker.stop();
    }
}
