package io.faultline.core.runtime;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.ShutdownConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.observe.access.AccessLog;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.timing.TimerText;
import io.faultline.core.tls.ShownCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running proxy: one control thread that owns clusters, health and DNS, and the workers that own
 * all connections. {@link #drain} is its only way to end.
 */
public final class ProxyServer {

    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);
    private static final Duration NAMES_WAIT = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 20;

    private final LoadedConfig startedWith;
    private final ServerParts parts;
    private final ServerFullness fullness;
    private final List<ProtocolFactory<?>> protocols;
    private final CompletableFuture<DrainReport> drained = new CompletableFuture<>();
    private volatile ServerState state = ServerState.STARTING;
    private volatile RuntimeSnapshot snapshot;
    private boolean reloading; // control thread only
    private int cut; // control thread only

    private ProxyServer(
            LoadedConfig loaded,
            ServerParts parts,
            List<ProtocolFactory<?>> protocols,
            Transition first) {
        this.startedWith = loaded;
        this.parts = parts;
        this.protocols = List.copyOf(protocols);
        this.snapshot = first.prepared();
        this.fullness = new ServerFullness(parts, () -> snapshot);
    }

    /**
     * Builds, binds and begins to serve.
     *
     * @throws StartFailure when an address or the access log cannot be had; nothing is left behind
     */
    public static ProxyServer start(
            LoadedConfig loaded, List<ProtocolFactory<?>> protocols, Surroundings surroundings)
            throws StartFailure {
        ServerParts parts = ServerParts.build(loaded, surroundings);
        try {
            Transition first = Transition.prepare(parts, protocols, null, loaded);
            var server = new ProxyServer(loaded, parts, protocols, first);
            server.serve(first);
            return server;
        } catch (StartFailure | RuntimeException failure) {
            parts.stop();
            throw failure;
        }
    }

    private void serve(Transition first) {
        parts.rooms().forEach(WorkerRoom::startHeartbeat);
        parts.certificates().start(parts.control());
        fullness.start();
        parts.control()
                .execute(
                        () -> {
                            first.lookUpNames();
                            whenNamesAreKnown(first, this::ready);
                        });
    }

    private void ready(Transition first) {
        if (state == ServerState.STARTING) { // else told to stop already
            snapshot = first.putInForce();
            state = ServerState.READY;
        }
    }

    /** Until then clients wait in the kernel's queue. When DNS is down, they do not wait for long. */
    private void whenNamesAreKnown(Transition transition, Consumer<Transition> then) {
        whenNamesAreKnown(transition, parts.nanos() + NAMES_WAIT.toNanos(), then);
    }

    private void whenNamesAreKnown(
            Transition transition, long deadlineNanos, Consumer<Transition> then) {
        if (transition.isWaitingForNames() && parts.nanos() - deadlineNanos < 0) {
            parts.control()
                    .schedule(
                            () -> whenNamesAreKnown(transition, deadlineNanos, then),
                            LOOK_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else {
            then.accept(transition);
        }
    }

    // ---- another configuration

    /**
     * Puts another configuration in force, or says why not and changes nothing. From any thread.
     * Connections that are open live on; see docs/guide/reload.md.
     */
    public CompletableFuture<ReloadReport> reload(LoadedConfig next) {
        var outcome = new CompletableFuture<ReloadReport>();
        if (!onControl(() -> beginReload(next, outcome))) {
            outcome.complete(refused("the proxy has stopped", 0));
        }
        return outcome;
    }

    private void beginReload(LoadedConfig next, CompletableFuture<ReloadReport> outcome) {
        long begin = parts.nanos();
        if (state != ServerState.READY || reloading) {
            String why = reloading ? "another reload is under way" : "the proxy is " + stateText();
            outcome.complete(refused(why, 0));
            return;
        }
        Transition transition;
        try {
            transition = Transition.prepare(parts, protocols, snapshot, next);
        } catch (StartFailure failure) {
            outcome.complete(refused(String.valueOf(failure.getMessage()), begin));
            return;
        } catch (RuntimeException bug) {
            outcome.completeExceptionally(bug);
            return;
        }
        reloading = true;
        transition.lookUpNames();
        whenNamesAreKnown(transition, ready -> finishReload(ready, next, begin, outcome));
    }

    private void finishReload(
            Transition ready,
            LoadedConfig next,
            long begin,
            CompletableFuture<ReloadReport> outcome) {
        reloading = false;
        if (state != ServerState.READY) {
            ready.abandon();
            outcome.complete(refused("the proxy is " + stateText(), begin));
            return;
        }
        List<String> notes = RestartOnly.notes(startedWith, next);
        snapshot = ready.putInForce();
        parts.certificates().lookAgain();
        settled().thenRunAsync(() -> outcome.complete(applied(notes, begin)), parts.control());
    }

    /** It is in force when the last worker has turned to it. */
    private ReloadReport applied(List<String> notes, long begin) {
        return new ReloadReport(
                snapshot.generation(), null, notes, Duration.ofNanos(parts.nanos() - begin));
    }

    private CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                parts.rooms().stream()
                        .map(WorkerRoom::settled)
                        .toArray(CompletableFuture<?>[]::new));
    }

    private String stateText() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private ReloadReport refused(String why, long begin) {
        Duration took = begin == 0 ? Duration.ZERO : Duration.ofNanos(parts.nanos() - begin);
        return new ReloadReport(snapshot.generation(), why, List.of(), took);
    }

    // ---- the end

    /**
     * Stops accepting after the configured grace, lets sessions finish, cuts what is left at the
     * deadline, and ends all threads. May be called twice; from any thread.
     */
    public CompletableFuture<DrainReport> drain() {
        onControl(this::beginToDrain);
        return drained;
    }

    /** Ends without waiting for sessions. */
    public CompletableFuture<DrainReport> stop() {
        onControl(() -> drainUntil(parts.nanos()));
        return drained;
    }

    /** False when the control thread has gone. It is the last to go: the report is there, or about to be. */
    private boolean onControl(Runnable step) {
        try {
            parts.control().execute(step);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    private void beginToDrain() {
        if (state == ServerState.DRAINING || state == ServerState.STOPPED) {
            return;
        }
        state = ServerState.DRAINING;
        ShutdownConfig shutdown = snapshot.loaded().config().shutdown();
        parts.control()
                .schedule(
                        () -> drainUntil(parts.nanos() + shutdown.deadline().toNanos()),
                        shutdown.grace().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void drainUntil(long deadlineNanos) {
        if (state == ServerState.STOPPED) {
            return;
        }
        state = ServerState.DRAINING;
        snapshot.listeners().forEach(ListenerGroup::close);
        // A listener that closes takes in what the kernel had queued: until every worker has done
        // so, "no session is open" proves nothing.
        CompletableFuture<Void> lastOnesIn = settled();
        lastOnesIn.thenRun(() -> parts.rooms().forEach(WorkerRoom::drainAll));
        look(deadlineNanos, lastOnesIn);
    }

    private void look(long deadlineNanos, CompletableFuture<Void> lastOnesIn) {
        boolean complete = lastOnesIn.isDone();
        int open = openSessions();
        if (state == ServerState.STOPPED) {
            return;
        }
        if (complete && open == 0) {
            finished();
            return;
        }
        if (complete && parts.nanos() - deadlineNanos >= 0 && cut == 0) {
            cut = open;
            LoadedConfig loaded = snapshot.loaded();
            ShutdownConfig rules = loaded.config().shutdown();
            String timer =
                    TimerText.of(
                            "shutdown.deadline",
                            rules.deadline(),
                            loaded.origins().of(rules, "deadline"));
            Fault reason =
                    Fault.of(SessionFault.DRAINING, Side.PROXY, Stage.RELAY).with("timer", timer);
            parts.rooms().forEach(room -> room.cutAll(reason));
        }
        parts.control()
                .schedule(
                        () -> look(deadlineNanos, lastOnesIn), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void finished() {
        state = ServerState.STOPPED;
        fullness.stop();
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
                            drained.complete(new DrainReport(cut));
                        });
    }

    // ---- what operators see

    public ServerState state() {
        return state;
    }

    public LoadedConfig loaded() {
        return snapshot.loaded();
    }

    /** Which load of the configuration is in force: it stands on every access log record. */
    public long generation() {
        return snapshot.generation();
    }

    public List<ListenerGroup> listeners() {
        return snapshot.listeners();
    }

    public List<Upstream> upstreams() {
        return parts.upstreams().all();
    }

    /** The certificates in service now. */
    public List<ShownCertificate> certificates() {
        return parts.certificates().shown();
    }

    /** How full everything is, as seen some seconds ago at most. */
    public SaturationWatch saturation() {
        return fullness.watch();
    }

    public FaultLedger faults() {
        return parts.faults();
    }

    public MetricShards metrics() {
        return parts.metrics();
    }

    public @Nullable AccessLog accessLog() {
        return parts.accessLog();
    }

    public int workers() {
        return parts.rooms().size();
    }

    /** How the data path reaches the network: {@code epoll} or {@code nio}. */
    public String transport() {
        return parts.rooms().getFirst().worker().transport().name();
    }

    /** Sessions open now, on all workers. */
    public int openSessions() {
        return parts.rooms().stream().mapToInt(room -> room.live().count()).sum();
    }

    /** Deadlines the workers wait for now. A peer that has gone holds none: each would keep its connection's memory. */
    public int deadlines() {
        return parts.rooms().stream().mapToInt(room -> room.worker().timers().size()).sum();
    }

    /** Memory lent to slow peers now, in bytes. */
    public long backlogBytes() {
        return parts.rooms().stream().mapToLong(room -> room.worker().chunks().lentBytes()).sum();
    }
}
