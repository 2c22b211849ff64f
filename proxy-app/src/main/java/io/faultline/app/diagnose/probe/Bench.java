package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.target.Plan;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.wire.Outbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a diagnosis works with: an event loop of its own, and on it whatever a worker of the proxy has. So
 * it goes the same ways as traffic, and disturbs none.
 *
 * <p>Steps run on the loop; those who ask wait for them on threads of their own.
 */
public final class Bench implements AutoCloseable {

    private final Worker worker;
    private final InstantSource clock;
    private final HostWatch host = new HostWatch();
    private final ScheduledFuture<?> watching;
    private final Outbox outbox;
    private final HpackBlock hpack = new HpackBlock();

    public Bench(Ticker ticker, InstantSource clock) {
        this.worker = Worker.ofDiagnosis(ticker);
        this.clock = clock;
        this.watching = host.start(worker.loop());
        this.outbox = new Outbox(worker::execute);
    }

    /**
     * The first connection of a young JVM waits for classes to be loaded, which looks like a slow network.
     * So the first one goes to ourselves, and is not counted.
     */
    public void warmUp(Plan plan) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetAddress self = socket.getInetAddress();
            var place = new HostPort(self.getHostAddress(), socket.getLocalPort());
            new Line(this, plan, place, self).connect();
        } catch (IOException noLoopback) {
            // Then the first time is a little longer.
        }
    }

    public Worker worker() {
        return worker;
    }

    InstantSource clock() {
        return clock;
    }

    HostWatch host() {
        return host;
    }

    Outbox outbox() {
        return outbox;
    }

    HpackBlock hpack() {
        return hpack;
    }

    /**
     * Begins something on the loop and waits for what it comes to.
     *
     * @param patience more than the step's own timers need: they are what ends it
     */
    public <T> T ask(Duration patience, Consumer<CompletableFuture<T>> begin) {
        var outcome = new CompletableFuture<T>();
        worker.execute(
                () -> {
                    try {
                        begin.accept(outcome);
                    } catch (RuntimeException | LinkageError bug) {
                        outcome.completeExceptionally(bug);
                    }
                });
        try {
            return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a probe ran", stopped);
        } catch (ExecutionException | TimeoutException bug) {
            throw new IllegalStateException("a probe did not end as it should", bug);
        }
    }

    @Override
    public void close() {
        watching.cancel(false);
        worker.stop();
    }
}
