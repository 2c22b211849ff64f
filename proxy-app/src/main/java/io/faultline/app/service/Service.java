package io.faultline.app.service;

import io.faultline.app.handover.Giver;
import io.faultline.app.handover.HandedOver;
import io.faultline.app.handover.MeetingPlace;
import io.faultline.app.handover.Taker;
import io.faultline.app.process.StopSignals;
import io.faultline.app.reload.ReloadOutcome;
import io.faultline.app.reload.Reloader;
import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import io.faultline.app.systemd.GivenSockets;
import io.faultline.app.systemd.Supervisor;
import io.faultline.app.unix.UnixListener;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.listen.InheritedSockets;
import io.faultline.core.runtime.DrainReport;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.LinuxTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as a service: it takes its listening sockets from a supervisor or a predecessor, or binds its
 * own; tells the supervisor how it is; and ends when it is told to, or when a successor serves.
 */
public final class Service {

    private final ServedProxy proxy;
    private final Supervisor supervisor;
    private final StopSignals signals;
    private final @Nullable Giver giver;
    private final Consumer<String> say;

    private Service(
            ServedProxy proxy,
            Supervisor supervisor,
            StopSignals signals,
            @Nullable Giver giver,
            Consumer<String> say) {
        this.proxy = proxy;
        this.supervisor = supervisor;
        this.signals = signals;
        this.giver = giver;
        this.say = say;
    }

    /**
     * Serves when it returns.
     *
     * @param predecessor who gives us its sockets; null for none
     * @param overlaps whether another process may serve the same addresses
     * @param meeting where a successor finds us; null for the usual place
     */
    public static Service start(
            LoadedConfig loaded,
            @Nullable Taker predecessor,
            boolean overlaps,
            @Nullable Path meeting,
            StopSignals signals,
            Consumer<String> say)
            throws CannotServe {
        Map<String, String> environment = System.getenv();
        Supervisor supervisor = Supervisor.of(environment, say);
        var surroundings =
                Surroundings.ofThisMachine(say)
                        .with(new InheritedSockets(given(predecessor, environment)), overlaps);
        ServedProxy proxy = ServedProxy.open(loaded, surroundings);
        proxy.serve().join();
        if (predecessor != null) {
            confirm(predecessor, proxy);
        }
        Giver giver = giver(loaded, proxy, meeting, supervisor, say);
        var service = new Service(proxy, supervisor, signals, giver, say);
        service.tellOfReloads();
        Watchdog.start(supervisor, proxy.server());
        supervisor.ready(service.status());
        return service;
    }

    /**
     * What {@link #start} does besides serving, with a place that nobody is told of. What a JVM does for
     * the first time takes it a hundred times as long, and clients are there by then.
     */
    public static void rehearse() {
        if (!LinuxTransport.isAvailable()) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("faultline");
            Path place = folder.resolve("door");
            try {
                // Nobody waits at it: a thread that does may do so on after the end of the
                // rehearsal.
                UnixListener.at(place).close();
                Supervisor.of(Map.of(), said -> {}).ready("rehearsed");
            } finally {
                Files.deleteIfExists(place);
                Files.delete(folder);
            }
        } catch (IOException noPlace) {
            // Then it is done for the first time when it counts.
        }
    }

    private static List<InheritedSocket> given(
            @Nullable Taker predecessor, Map<String, String> environment) throws CannotServe {
        try {
            return predecessor == null
                    ? GivenSockets.of(environment, ProcessHandle.current().pid())
                    : predecessor.take();
        } catch (IOException e) {
            throw new CannotServe(String.valueOf(e.getMessage()));
        }
    }

    private static void confirm(Taker predecessor, ServedProxy proxy) throws CannotServe {
        try (predecessor) {
            predecessor.serving(
                    proxy.server().listeners().stream().map(ListenerGroup::name).toList());
        } catch (IOException e) {
            proxy.drain().join(); // whoever came to us meanwhile is served
            throw new CannotServe("the running process serves on: " + e.getMessage());
        }
    }

    /** Without one nobody can take over, which is no reason not to serve. */
    private static @Nullable Giver giver(
            LoadedConfig loaded,
            ServedProxy proxy,
            @Nullable Path meeting,
            Supervisor supervisor,
            Consumer<String> say) {
        if (!LinuxTransport.isAvailable()) {
            return null;
        }
        try {
            Path place =
                    meeting == null
                            ? new MeetingPlace(System.getenv()).toWaitAt(loaded.source())
                            : meeting;
            return Giver.at(place, proxy, supervisor, say);
        } catch (IOException e) {
            say.accept("'faultline upgrade' will not find this process: " + e.getMessage());
            return null;
        }
    }

    public ServedProxy proxy() {
        return proxy;
    }

    /** Starts a successor that takes over, if it can. Does not wait. */
    public void upgrade(String cause) {
        if (giver == null) {
            say.accept(cause + ": no successor could find this process, see the log of its start");
        } else {
            giver.upgrade(cause);
        }
    }

    /** Waits until it is told to end, or has a successor, and then until the last session is over. */
    public DrainReport untilTheEnd() {
        CompletableFuture<HandedOver> handedOver =
                giver == null ? new CompletableFuture<>() : giver.handedOver();
        CompletableFuture.anyOf(signals.first(), handedOver).join();
        HandedOver successor = handedOver.getNow(null);
        String draining =
                "draining "
                        + sessions(
                                successor == null
                                        ? proxy.server().openSessions()
                                        : successor.sessions())
                        + ", at most "
                        + proxy.server().loaded().config().shutdown().deadline().toSeconds()
                        + " s";
        if (successor == null) {
            supervisor.stopping(draining);
            say.accept(signals.first().join() + ": " + draining + "; a second signal ends at once");
        } else {
            say.accept("process " + successor.pid() + " serves from now on: " + draining);
        }
        CompletableFuture<DrainReport> drained =
                successor == null ? proxy.drain() : successor.drained();
        closeTheDoor();
        return drained.join();
    }

    private void closeTheDoor() {
        if (giver == null) {
            return;
        }
        try {
            giver.close();
        } catch (IOException e) {
            say.accept("the place of hand-over: " + e.getMessage());
        }
    }

    private void tellOfReloads() {
        proxy.reloader()
                .observe(
                        new Reloader.Observer() {
                            @Override
                            public void begins() {
                                supervisor.reloading();
                            }

                            @Override
                            public void isOver(ReloadOutcome outcome) {
                                String refusal = outcome.refusal();
                                supervisor.ready(
                                        status()
                                                + (refusal == null
                                                        ? ""
                                                        : "; last reload refused: " + refusal));
                            }
                        });
    }

    private String status() {
        int listeners = proxy.server().listeners().size();
        return "generation "
                + proxy.server().generation()
                + " is in force on "
                + listeners
                + (listeners == 1 ? " listener" : " listeners");
    }

    private static String sessions(int count) {
        return count + (count == 1 ? " session" : " sessions");
    }
}
