package io.faultline.core.upstream;

import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.balance.Candidates;
import io.faultline.core.upstream.order.EndpointOrders;
import io.faultline.core.upstream.shared.ClusterLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster knows of its endpoints at one moment, for everybody to read: who is in which state,
 * who is eligible, and by how much. Immutable; a worker that holds one sees no half of a change.
 *
 * <p>Eligible are the primary endpoints that take something new; when there is none, the backups that
 * do. <b>When there is none of these either, nobody is eligible</b>: some balancers then "panic" and
 * send traffic to endpoints that are known to be dead. We do not, for it would trade a clear answer
 * ({@code L5.NONE_HEALTHY} and why) for timeouts, and would greet an endpoint that struggles back to
 * its feet with all of the load.
 */
public final class EndpointSet {

    /** The share of weight 1, so that slow start can give less than that. */
    public static final int FULL_SHARE = 100;

    private final long generation;
    private final Balance balance;
    private final List<Entry> entries;
    private final Map<HostPort, Fault> lookupFaults;
    private final Endpoint[] eligible;
    private final Candidates candidates;
    private final boolean onBackups;

    private EndpointSet(
            long generation,
            Balance balance,
            List<Entry> entries,
            Map<HostPort, Fault> lookupFaults,
            Endpoint[] eligible,
            Candidates candidates) {
        this.generation = generation;
        this.balance = balance;
        this.entries = entries;
        this.lookupFaults = lookupFaults;
        this.eligible = eligible;
        this.candidates = candidates;
        this.onBackups = eligible.length > 0 && eligible[0].backup();
    }

    static EndpointSet build(
            @Nullable EndpointSet before,
            UpstreamConfig config,
            List<Entry> entries,
            Map<HostPort, Fault> lookupFaults,
            ClusterLoad load) {
        boolean anyPrimary = false;
        for (Entry entry : entries) {
            anyPrimary |= entry.takesNew() && !entry.endpoint().backup();
        }
        var tier = new ArrayList<Entry>(entries.size());
        for (Entry entry : entries) {
            if (entry.takesNew() && entry.endpoint().backup() != anyPrimary) {
                tier.add(entry);
            }
        }
        var targets = new Endpoint[tier.size()];
        var weights = new int[tier.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = tier.get(i).endpoint();
            weights[i] = tier.get(i).share();
        }
        var plan =
                new Candidates.Plan(config.balance(), entries.size(), config.hashBalanceFactor());
        return new EndpointSet(
                before == null ? 1 : before.generation + 1,
                config.balance(),
                List.copyOf(entries),
                Map.copyOf(lookupFaults),
                targets,
                before != null && before.candidates.sameAs(targets, weights, plan)
                        ? before.candidates
                        : Candidates.prepare(targets, weights, load::active, plan));
    }

    /**
     * One member as it stands.
     *
     * @param verdict what active checks say, whatever else keeps the endpoint out
     * @param ejectedUntil when its ejection ends, or null while it is not ejected
     * @param share what it takes in hundredths of a weight; 0 when it takes nothing new
     * @param orders what the operator wants of it now
     */
    public record Entry(
            Endpoint endpoint,
            EndpointState state,
            HealthVerdict verdict,
            @Nullable Instant ejectedUntil,
            int share,
            EndpointOrders orders) {

        public boolean takesNew() {
            return share > 0;
        }

        /**
         * A client that belongs to it may still come: it is being drained, and nothing is wrong with it.
         * To send such a client elsewhere would lose what the endpoint keeps for it.
         */
        public boolean keepsItsClients() {
            return state == EndpointState.DRAINING
                    && verdict != HealthVerdict.DOWN
                    && ejectedUntil == null;
        }

        /** The weight it counts with now: the configured one, less during slow start, 0 when out. */
        public double effectiveWeight() {
            return share / (double) FULL_SHARE;
        }
    }

    /** Grows by one with each snapshot of this cluster. */
    public long generation() {
        return generation;
    }

    public Balance balance() {
        return balance;
    }

    /** All members, in the order of the config. */
    public List<Entry> entries() {
        return entries;
    }

    /** The names whose last lookup failed; what they resolved to before is still in use. */
    public Map<HostPort, Fault> lookupFaults() {
        return lookupFaults;
    }

    /** How many the balancer chooses from. */
    public int eligibleCount() {
        return eligible.length;
    }

    /** One of those that the balancer chooses from. */
    public Endpoint eligible(int index) {
        return eligible[index];
    }

    /** The eligible ones as the balancer sees them: same order, same indices. */
    public Candidates candidates() {
        return candidates;
    }

    /** No primary endpoint can take anything: the eligible ones are backups. */
    public boolean onBackups() {
        return onBackups;
    }
}
