package io.faultline.core.upstream;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.gate.OpenCount;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.breaker.CircuitBreaker;
import io.faultline.core.upstream.member.Member;
import io.faultline.core.upstream.member.Membership;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderOutcome;
import io.faultline.core.upstream.shared.ClusterLoad;
import io.faultline.core.upstream.shared.PooledConnections;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's endpoints with its policy. It lives on the control thread: discovery, health checks
 * and traffic tell it what they know there, and it publishes what follows as one immutable {@link
 * EndpointSet} through a volatile reference. Workers read that, and nothing else of it.
 *
 * <p>Addresses in the config are members at once. A name becomes members when {@link #resolved} says
 * so, and they stay until another answer replaces them: a lookup that fails takes nothing away.
 *
 * <p>The snapshot is rebuilt at once after a change, unless rebuilding takes too much of the thread's
 * time ({@link SnapshotPace}). Listeners hear of it afterwards and may call back.
 */
public final class Cluster {

    private final String name;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final InstantSource clock;
    private final ClusterLoad load = new ClusterLoad();
    private final OpenCount retries = new OpenCount();
    private final NobodyEligible nobody;
    private final PooledConnections pooled = new PooledConnections();
    private final CircuitBreaker breaker;
    private final ClusterNews news = new ClusterNews();

    private UpstreamConfig config;
    private final Membership membership;
    private final OutlierDetector outliers;
    private final SlowStart slowStart;
    private final Orders orders;
    private final SnapshotPace pace;
    private final Roster roster = new Roster();
    private int takingNew;
    private boolean onBackups;
    private long circuitTurns = 1; // the generation of a circuit that never opened
    private boolean closed;
    private volatile @Nullable CommonCause checksCause; // what all checks fail on

    private volatile EndpointSet endpoints;

    /** May be made on any thread; from then on it belongs to the control thread. */
    public Cluster(
            String name,
            UpstreamConfig config,
            ScheduledExecutorService control,
            Ticker ticker,
            InstantSource clock) {
        this.name = name;
        this.control = control;
        this.ticker = ticker;
        this.clock = clock;
        this.config = config;
        this.breaker = new CircuitBreaker(ticker.nanos(), this::circuitTurnedOnAnyThread);
        this.nobody = new NobodyEligible(name, ticker);
        this.membership = new Membership(config);
        this.endpoints = EndpointSet.build(null, config, List.of(), Map.of(), load);
        this.outliers = new OutlierDetector(this, config.ejection(), control, ticker, clock);
        this.slowStart = new SlowStart(control, ticker, this::grown);
        this.orders = new Orders(this, control, clock);
        this.pace = new SnapshotPace(control, ticker, this::publish);
        slowStart.lasts(config.slowStart());
        membersChanged();
    }

    public String name() {
        return name;
    }

    /** Control thread. */
    public UpstreamConfig config() {
        return config;
    }

    /** The latest snapshot. Any thread. */
    public EndpointSet endpoints() {
        return endpoints;
    }

    /** Connections of all endpoints together, pending ones included. Any thread. */
    public int active() {
        return load.active();
    }

    /** What all endpoints fail on at once, or null while nothing looks like it. Any thread. */
    public @Nullable CommonCause commonCause() {
        CommonCause ofTraffic = outliers.commonCause();
        return ofTraffic != null ? ofTraffic : checksCause;
    }

    /** Requests that are on their second try or a later one, of all workers. Any thread. */
    public OpenCount retries() {
        return retries;
    }

    /** Connections of the pools of all workers, where they are bounded. Any thread. */
    public PooledConnections pooled() {
        return pooled;
    }

    /** Opens where the upstream only fails. Any thread. */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /** A worker's own picker; {@code seed} differs from worker to worker. Any thread. */
    public Picker newPicker(long seed) {
        return new Picker(this, seed);
    }

    /** Why a pick answered null, with the evidence. Any thread. */
    public Fault whyNone() {
        return nobody.why(endpoints);
    }

    /** Any thread; the listener itself hears everything on the control thread. */
    public void addListener(ClusterListener listener) {
        news.addListener(listener);
    }

    /** What discovery has to look up: the places whose host is a name. Control thread. */
    public List<HostPort> names() {
        assert onControlThread();
        return membership.names();
    }

    /**
     * The whole answer for one of the {@linkplain #names names}; an empty one takes its endpoints
     * away. Those that were there before keep all they know. Control thread.
     */
    public void resolved(HostPort name, List<InetAddress> addresses) {
        resolved(name, addresses, 1);
    }

    /**
     * The same.
     *
     * @param generation which answer it is, for the evidence of what fails on its addresses
     */
    public void resolved(HostPort name, List<InetAddress> addresses, long generation) {
        assert onControlThread();
        membership.resolved(name, addresses, generation);
        membersChanged();
    }

    /** The last good answer stays in use; the fault is evidence when there is none. Control thread. */
    public void lookupFailed(HostPort name, Fault fault) {
        assert onControlThread();
        membership.lookupFailed(name, fault);
        settle();
    }

    /**
     * What active checks say from now on; {@link Endpoint#checkFailed} holds why. Whether the endpoint
     * is still a member is looked at here, so a check that ends late does no harm. Control thread.
     */
    public void healthChanged(Endpoint endpoint, HealthVerdict verdict) {
        assert onControlThread();
        Standing standing = roster.of(endpoint);
        if (standing != null && standing.member) {
            standing.verdict = verdict;
            standing.downSinceNanos = ticker.nanos();
            refresh(standing);
            compareChecks();
            settle();
        }
    }

    /**
     * An operator's order. It works from the next snapshot on, outlives reloads, and ends by itself if
     * it lasts a certain time. Control thread.
     *
     * @param place whom: address and port, or the name and port that stand in the config (all it
     *     resolves to); null for all members
     */
    public OrderOutcome order(@Nullable HostPort place, OrderChange change) {
        assert onControlThread();
        OrderOutcome outcome = orders.give(roster.at(place), change);
        pace.atOnce(); // whoever ordered it looks right after
        return outcome;
    }

    /** The orders of an endpoint have changed. */
    void ordered(Standing standing) {
        if (standing.isForcedUp()) {
            outliers.pardon(standing);
            slowStart.cancel(standing);
        }
        roster.countUndrained();
        refresh(standing);
    }

    /** Whether all endpoints are down for what looks like one reason. */
    private void compareChecks() {
        CommonCause before = checksCause;
        CommonCause now = CommonCause.ofChecks(roster.members(), clock.instant());
        boolean same = before != null && now != null && before.layer() == now.layer();
        if (same) {
            return;
        }
        checksCause = now;
        if (before != null) {
            tell(new ClusterEvent.CommonCauseOver(this, before.layer()));
        }
        if (now != null) {
            tell(new ClusterEvent.CommonCauseSuspected(this, now.layer(), now.evidence()));
        }
    }

    /** A config reload: endpoints are found again by address and keep all they know. Control thread. */
    public void reconfigure(UpstreamConfig newConfig) {
        assert onControlThread();
        config = newConfig;
        membership.configIs(newConfig);
        slowStart.lasts(newConfig.slowStart());
        outliers.rulesAre(newConfig.ejection());
        membersChanged();
    }

    /** No longer in the config: timers stop, the last snapshot stays for who holds it. Control thread. */
    public void close() {
        assert onControlThread();
        closed = true;
        outliers.stop();
        slowStart.stop();
        roster.known().forEach(orders::forget);
        pace.stop();
    }

    // What follows is for the parts of a cluster: control thread only.

    Roster roster() {
        return roster;
    }

    /** Members whose state takes something new, of both tiers. */
    int takingNew() {
        return takingNew;
    }

    /** A cause has changed: the state follows. */
    void refresh(Standing standing) {
        boolean wasOut =
                standing.state == EndpointState.DOWN
                        || standing.state == EndpointState.EJECTED
                        || standing.state == EndpointState.FORCED_DOWN;
        if (wasOut && !standing.isForcedUp() && standing.derive(config.health()).takesNew()) {
            slowStart.begin(standing);
        }
        refreshAtFullWeight(standing);
    }

    /** The same without slow start after a recovery. */
    void refreshAtFullWeight(Standing standing) {
        EndpointState before = standing.state;
        EndpointState after = standing.derive(config.health());
        if (before == after) {
            return;
        }
        if (!after.takesNew()) {
            slowStart.cancel(standing);
        }
        standing.state = after;
        takingNew += (after.takesNew() ? 1 : 0) - (before.takesNew() ? 1 : 0);
        if (before != EndpointState.REMOVED && after != EndpointState.REMOVED) {
            FaultSeen why = after.takesNew() ? null : standing.endpoint.lastFault();
            tell(new ClusterEvent.StateChanged(this, standing.endpoint, before, after, why));
        }
    }

    /** Listeners hear it when the change it belongs to has {@linkplain #settle settled}. */
    void tell(ClusterEvent event) {
        news.add(event);
    }

    /** Ends each change: publishes what follows from it, then tells. */
    void settle() {
        if (closed) {
            return;
        }
        outliers.neverTheLast();
        pace.changed();
        news.tell();
    }

    private void grown(Iterable<Standing> warmer) {
        warmer.forEach(this::refresh);
        settle();
    }

    private void membersChanged() {
        Map<PeerAddress, Member> members = membership.members();
        List<Standing> joined = new ArrayList<>(members.size());
        members.forEach((address, member) -> joined.add(join(address, member)));
        for (Standing before : roster.replace(joined)) {
            if (!members.containsKey(before.endpoint.peer())) {
                leave(before);
            }
        }
        roster.countUndrained();
        roster.forgetTheLongDeparted(ticker.nanos());
        settle();
    }

    private Standing join(PeerAddress address, Member member) {
        Standing standing = roster.knownAt(address, () -> endpointAt(member));
        boolean isNew = !standing.member;
        standing.member = true;
        standing.endpoint.memberIs(member);
        standing.endpoint.faultRunLengthIs(config.ejection().consecutiveFaults());
        if (isNew) {
            tell(new ClusterEvent.EndpointAdded(this, standing.endpoint));
        }
        refresh(standing);
        return standing;
    }

    private Endpoint endpointAt(Member member) {
        return new Endpoint(name, member, load, ticker, clock, this::faultRunOnAnyThread);
    }

    private void leave(Standing standing) {
        standing.member = false;
        standing.leftNanos = ticker.nanos();
        standing.verdict = HealthVerdict.UNCHECKED; // nobody checks it until it comes back
        outliers.forget(standing);
        refresh(standing);
        tell(new ClusterEvent.EndpointRemoved(this, standing.endpoint));
    }

    private void publish() {
        var entries = new ArrayList<EndpointSet.Entry>(roster.members().size());
        for (Standing standing : roster.members()) {
            entries.add(standing.entry());
        }
        EndpointSet set =
                EndpointSet.build(endpoints, config, entries, membership.lookupFaults(), load);
        endpoints = set;
        if (set.eligibleCount() > 0 && set.onBackups() != onBackups) {
            onBackups = set.onBackups();
            tell(new ClusterEvent.TierChanged(this, onBackups));
        }
        news.tell();
    }

    /** Rare, and told on the control thread like all else. */
    private void circuitTurnedOnAnyThread(boolean open) {
        String why = open ? breaker.whyOpened() : "";
        try {
            control.execute(() -> circuitTurned(open, why));
        } catch (RejectedExecutionException shuttingDown) {
            // The control thread has gone: there is nobody left to tell.
        }
    }

    private void circuitTurned(boolean open, String why) {
        if (!closed) {
            tell(new ClusterEvent.CircuitTurned(this, open, why, ++circuitTurns));
            news.tell();
        }
    }

    private void faultRunOnAnyThread(Endpoint endpoint) {
        try {
            control.execute(() -> faultRun(endpoint));
        } catch (RejectedExecutionException shuttingDown) {
            // The control thread has gone: nobody is ejected any more, and the session goes on.
        }
    }

    private void faultRun(Endpoint endpoint) {
        Standing standing = roster.of(endpoint);
        if (!closed && standing != null) {
            outliers.faultRun(standing);
        }
    }

    private boolean onControlThread() {
        return !(control instanceof EventExecutor loop) || loop.inEventLoop();
    }
}
