package io.faultline.core.runtime;

import io.faultline.core.config.ShutdownConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.runtime.fullness.ServerFullness;
import io.faultline.core.runtime.listening.LentListener;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.tls.ShownCertificate;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
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

    private final LoadedConfig startedWith;
    private final ServerParts parts;
    private final ServerFullness fullness;
    private final List<ProtocolFactory<?>> protocols;
    private final Ending ending;
    private final Loan loan;
    private @Nullable Transition first; // until it serves
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile ServerState state = ServerState.STARTING;
    private volatile RuntimeSnapshot snapshot;
    private boolean reloading; // control thread only

    private ProxyServer(
            LoadedConfig loaded,
            ServerParts parts,
            List<ProtocolFactory<?>> protocols,
            Transition first) {
        this.startedWith = loaded;
        this.parts = parts;
        this.protocols = List.copyOf(protocols);
        this.first = first;
        this.snapshot = first.prepared();
        this.fullness =
                new ServerFullness(parts.fullnessSources(), () -> snapshot.watched(upstreams()));
        this.loan = new Loan(parts.control());
        this.ending = new Ending(parts, this::isOver);
    }

    /**
     * Builds, binds and begins to serve.
     *
     * @throws StartFailure as {@link #bind}
     */
    public static ProxyServer start(
            LoadedConfig loaded, List<ProtocolFactory<?>> protocols, Surroundings surroundings)
            throws StartFailure {
        ProxyServer server = bind(loaded, protocols, surroundings);
        server.serve();
        return server;
    }

    /**
     * Builds and binds, but takes no connection yet: whatever else may fail at a start can fail without
     * a client that has noticed.
     *
     * @throws StartFailure when an address or the access log cannot be had; nothing is left behind
     */
    public static ProxyServer bind(
            LoadedConfig loaded, List<ProtocolFactory<?>> protocols, Surroundings surroundings)
            throws StartFailure {
        ServerParts parts = ServerParts.build(loaded, surroundings);
        try {
            Transition first = Transition.prepare(parts, protocols, null, loaded);
            return new ProxyServer(loaded, parts, protocols, first);
        } catch (StartFailure | RuntimeException failure) {
            parts.stop();
            throw failure;
        }
    }

    /** Begins to serve. Completes when clients are taken. */
    public CompletableFuture<Void> serve() {
        Transition begin = Objects.requireNonNull(first, "serves already");
        first = null;
        parts.rooms().forEach(WorkerRoom::startHeartbeat);
        parts.certificates().start(parts.control());
        fullness.start(parts.control());
        parts.control()
                .execute(
                        () -> {
                            begin.lookUpNames();
                            begin.whenNamesAreKnown(() -> ready(begin));
                        });
        return ready;
    }

    private void ready(Transition begin) {
        if (state == ServerState.STARTING) { // else told to stop already
            snapshot = begin.putInForce();
            state = ServerState.READY;
            parts.settled().thenRunAsync(() -> ready.complete(null), parts.control());
        }
    }

    /**
     * Completes when every worker has turned once more, and the control thread: what shows a supervisor
     * that nobody hangs. From any thread.
     */
    public CompletableFuture<Void> turned() {
        var turned = new CompletableFuture<Void>();
        onControl(() -> parts.settled().thenRun(() -> turned.complete(null)));
        return turned;
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
        String obstacle = obstacle();
        if (obstacle != null) {
            outcome.complete(refused(obstacle, 0));
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
        transition.whenNamesAreKnown(() -> finishReload(transition, next, begin, outcome));
    }

    /** Why nothing may be changed now, or null. */
    private @Nullable String obstacle() {
        if (state != ServerState.READY) {
            return "the proxy is " + stateText();
        }
        if (loan.isOut()) {
            return "the sockets are being handed to another process";
        }
        return reloading ? "another reload is under way" : null;
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
        parts.settled()
                .thenRunAsync(() -> outcome.complete(applied(notes, begin)), parts.control());
    }

    /** It is in force when the last worker has turned to it. */
    private ReloadReport applied(List<String> notes, long begin) {
        return new ReloadReport(
                snapshot.generation(), null, notes, Duration.ofNanos(parts.nanos() - begin));
    }

    private String stateText() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private ReloadReport refused(String why, long begin) {
        Duration took = begin == 0 ? Duration.ZERO : Duration.ofNanos(parts.nanos() - begin);
        return new ReloadReport(snapshot.generation(), why, List.of(), took);
    }

    // ---- orders of operators

    /**
     * Puts an order in force, from any thread. The answer is null where no upstream has this name.
     *
     * @param place of the endpoint, or null for all of the upstream
     */
    public CompletableFuture<@Nullable OrderOutcome> order(
            String upstream, @Nullable HostPort place, OrderChange change) {
        var outcome = new CompletableFuture<@Nullable OrderOutcome>();
        boolean begun =
                onControl(
                        () ->
                                outcome.complete(
                                        upstreams().stream()
                                                .filter(
                                                        each ->
                                                                each.cluster()
                                                                        .name()
                                                                        .equals(upstream))
                                                .map(each -> each.cluster().order(place, change))
                                                .findFirst()
                                                .orElse(null)));
        if (!begun) {
            outcome.complete(null);
        }
        return outcome;
    }

    // ---- the end

    /**
     * Stops accepting after the configured grace, lets sessions finish, cuts what is left at the
     * deadline, and ends all threads. May be called twice; from any thread.
     */
    public CompletableFuture<DrainReport> drain() {
        onControl(this::beginToDrain);
        return ending.over();
    }

    /** Ends without waiting for sessions. */
    public CompletableFuture<DrainReport> stop() {
        onControl(() -> drainUntil(parts.nanos(), ListenerGroup::close));
        return ending.over();
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
                        () -> drainUntil(deadline(), ListenerGroup::close),
                        shutdown.grace().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private long deadline() {
        ShutdownConfig shutdown = snapshot.loaded().config().shutdown();
        return parts.nanos() + shutdown.deadline().toNanos();
    }

    private void drainUntil(long deadlineNanos, Consumer<ListenerGroup> closing) {
        if (state != ServerState.STOPPED) {
            state = ServerState.DRAINING;
            ending.begin(snapshot.listeners(), closing, snapshot.loaded(), deadlineNanos);
        }
    }

    private void isOver() {
        state = ServerState.STOPPED;
        fullness.stop();
    }

    // ---- a successor

    /**
     * Copies of all listening sockets, for a process that is to take over. Until {@link #takeBack} or
     * {@link #drainFor} no reload changes them. Fails with a sentence when this is not the time.
     */
    public CompletableFuture<List<LentListener>> lend() {
        var lent = new CompletableFuture<List<LentListener>>();
        if (!onControl(() -> loan.begin(obstacle(), snapshot.listeners(), lent))) {
            lent.completeExceptionally(new IllegalStateException("the proxy has stopped"));
        }
        return lent;
    }

    /** The other process did not get so far: everything stays as it was. */
    public void takeBack() {
        onControl(loan::end);
    }

    /**
     * The successor serves. Stops accepting at once, leaves whoever waits in the queues to it, and lets
     * what is open here finish until the deadline.
     *
     * @param taken the names of the listeners whose sockets it has; the others close as ever
     */
    public CompletableFuture<DrainReport> drainFor(Set<String> taken) {
        onControl(() -> drainUntil(deadline(), group -> group.closeFor(taken)));
        return ending.over();
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
        return parts.openSessions();
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
