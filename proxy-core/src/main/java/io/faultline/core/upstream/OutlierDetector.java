package io.faultline.core.upstream;

import io.faultline.core.Layer;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.ClusterEvent.HoldReason;
import io.faultline.core.upstream.Standing.EjectionRecord;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passive ejection: an endpoint whose connects fail in a row is left alone for a while, longer each
 * time. Traffic sees what checks miss, but it also sees our own troubles, so three rules protect the
 * innocent: only faults of the endpoint's side count, never more than a share of the cluster is
 * ejected and never the last one that takes sessions, and when all endpoints fail on the same layer
 * at once, nobody is: it is rather our route, our CA or DNS than all of them.
 *
 * <p>Control thread only; workers hand over whole runs of faults, not single ones.
 */
final class OutlierDetector {

    /** Faults that lie closer together than this happened at once. */
    static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A run of faults that came to nothing may ask again after this, not with every connect. */
    static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Cluster cluster;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final InstantSource clock;
    private EjectionConfig rules;
    private int ejected;
    private volatile @Nullable CommonCause suspected; // written by the control thread only
    private @Nullable Future<?> nextLook;

    OutlierDetector(
            Cluster cluster,
            EjectionConfig rules,
            ScheduledExecutorService control,
            Ticker ticker,
            InstantSource clock) {
        this.cluster = cluster;
        this.rules = rules;
        this.control = control;
        this.ticker = ticker;
        this.clock = clock;
    }

    void rulesAre(EjectionConfig newRules) {
        rules = newRules;
        if (rules.consecutiveFaults() == 0) {
            liftAll();
        }
    }

    /** A worker saw the endpoint fail as often in a row as an ejection takes. */
    void faultRun(Standing standing) {
        Endpoint endpoint = standing.endpoint;
        FaultSeen fault = endpoint.lastConnectFault();
        // These were on their way before, or somebody knows better.
        boolean outAlready = !standing.state.takesNew() || standing.isForcedUp();
        boolean runIsOver = endpoint.faultsInARow() < rules.consecutiveFaults();
        if (outAlready || runIsOver || rules.consecutiveFaults() == 0 || fault == null) {
            endpoint.faultRunTaken();
            return;
        }
        Layer layer = fault.fault().code().layer();
        HoldReason reason = reasonToHold();
        if (isSuspected(layer) || allFailOn(layer)) {
            suspectCommonCause(layer, fault);
            askAgainLater(endpoint);
        } else if (reason != null) {
            tellOfHold(standing, reason, fault);
            askAgainLater(endpoint);
        } else {
            eject(standing);
            endpoint.faultRunTaken();
        }
    }

    /**
     * The last one is not ejected, and it does not become the last one by its ejection either: when
     * all others have gone, a doubtful endpoint is better than none.
     */
    void neverTheLast() {
        if (ejected > 0 && cluster.takingNew() == 0) {
            liftAll();
        }
    }

    /** The operator says that it works. */
    void pardon(Standing standing) {
        if (standing.ejection != null) {
            lift(standing);
        }
    }

    /** It has left the cluster. */
    void forget(Standing standing) {
        end(standing);
    }

    void stop() {
        cluster.roster().members().forEach(this::end);
        if (nextLook != null) {
            nextLook.cancel(false);
        }
    }

    private @Nullable HoldReason reasonToHold() {
        if (cluster.takingNew() <= 1) {
            return HoldReason.LAST_ONE;
        }
        // A small cluster may eject one at any percentage but 0, else 10 % of 3 would mean never.
        int share = cluster.roster().undrained() * rules.maxPercent() / 100;
        int allowed = rules.maxPercent() == 0 ? 0 : Math.max(1, share);
        return ejected + 1 > allowed ? HoldReason.MAX_PERCENT : null;
    }

    private void eject(Standing standing) {
        EjectionRecord record = standing.ejectionRecord;
        long now = ticker.nanos();
        if (record.times > 0) {
            // One former ejection is forgiven for each time of its length spent in service.
            long forgiven = (now - record.backSinceNanos) / record.lastLengthNanos;
            record.times -= (int) Math.min(record.times, forgiven);
        }
        record.times++;
        long maxNanos = rules.maxTime().toNanos();
        long times = Math.min(record.times, maxNanos / rules.baseTime().toNanos() + 1);
        long length = Math.min(rules.baseTime().toNanos() * times, maxNanos);
        record.lastLengthNanos = length;
        record.held = null;
        Future<?> timer =
                control.schedule(() -> timeIsOver(standing), length, TimeUnit.NANOSECONDS);
        standing.ejection = new Standing.Ejection(clock.instant().plusNanos(length), timer);
        ejected++;
        cluster.refresh(standing);
        cluster.settle();
    }

    private void timeIsOver(Standing standing) {
        end(standing);
        standing.endpoint.forgetFaultsInARow(); // what was before says nothing about now
        cluster.refresh(standing);
        cluster.settle();
    }

    /** Ends ejections that turned out to be wrong: without slow start, and not held against them. */
    private void lift(Standing standing) {
        end(standing);
        standing.ejectionRecord.times--;
        cluster.refreshAtFullWeight(standing);
    }

    private void liftAll() {
        for (Standing standing : cluster.roster().members()) {
            if (standing.ejection != null) {
                lift(standing);
            }
        }
    }

    private void end(Standing standing) {
        if (standing.ejection != null) {
            standing.ejection.timer().cancel(false);
            standing.ejection = null;
            standing.ejectionRecord.backSinceNanos = ticker.nanos();
            ejected--;
        }
    }

    private void suspectCommonCause(Layer layer, FaultSeen fault) {
        CommonCause before = suspected;
        if (isSuspected(layer)) {
            return;
        }
        if (before != null) {
            cluster.tell(new ClusterEvent.CommonCauseOver(cluster, before.layer()));
        }
        suspected = new CommonCause(layer, cluster.roster().undrained(), fault, clock.instant());
        cluster.tell(new ClusterEvent.CommonCauseSuspected(cluster, layer, fault));
        liftAll();
        lookAgainLater();
        cluster.settle();
    }

    private boolean isSuspected(Layer layer) {
        CommonCause cause = suspected;
        return cause != null && cause.layer() == layer;
    }

    /** Any thread. */
    @Nullable CommonCause commonCause() {
        return suspected;
    }

    private void lookAgainLater() {
        if (nextLook == null) {
            nextLook = control.schedule(this::look, ASK_AGAIN_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        nextLook = null;
        CommonCause cause = suspected;
        if (cause == null || allFailOn(cause.layer())) {
            lookAgainLater();
            return;
        }
        cluster.tell(new ClusterEvent.CommonCauseOver(cluster, cause.layer()));
        suspected = null;
        cluster.settle();
    }

    /** Endpoints that checks or the operator keep out prove nothing: nobody connects to them. */
    private boolean allFailOn(Layer layer) {
        int failing = 0;
        for (Standing standing : cluster.roster().members()) {
            if (!standing.wantedByAllButTraffic(cluster.config().health())) {
                continue;
            }
            FaultSeen last = standing.endpoint.lastConnectFault();
            boolean fails =
                    last != null
                            && last.fault().code().layer() == layer
                            && ticker.nanos() - last.atNanos() <= AT_ONCE_NANOS
                            && standing.endpoint.faultsInARow() > 0;
            if (!fails) {
                return false;
            }
            failing++;
        }
        return failing > 1; // of one alone there is no telling
    }

    private void tellOfHold(Standing standing, HoldReason reason, FaultSeen fault) {
        EjectionRecord record = standing.ejectionRecord;
        int faults = standing.endpoint.faultsInARow();
        if (record.held != reason || faults < record.heldAtFaults) {
            cluster.tell(new ClusterEvent.EjectionHeld(cluster, standing.endpoint, reason, fault));
            cluster.settle();
        }
        record.held = reason;
        record.heldAtFaults = faults;
    }

    private void askAgainLater(Endpoint endpoint) {
        control.schedule(endpoint::faultRunTaken, ASK_AGAIN_NANOS, TimeUnit.NANOSECONDS);
    }
}
