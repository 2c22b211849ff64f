package io.faultline.core.upstream;

import io.faultline.core.config.UpstreamConfig.Balance;
import io.faultline.core.upstream.balance.Candidates;
import java.util.List;

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

    /** The share of an endpoint at full weight, in hundredths of a weight. */
    public static final int FULL_SHARE = 100;

    private final long generation;
    private final Balance balance;
    private final List<Entry> entries;
    private final List<Endpoint> eligible;
    private final Candidates candidates;
    private final boolean onBackups;

    EndpointSet(long generation, Balance balance, List<Entry> entries) {
        this.generation = generation;
        this.balance = balance;
        this.entries = List.copyOf(entries);
        boolean anyPrimary = entries.stream().anyMatch(e -> e.takesNew() && !e.backup());
        List<Entry> tier =
                entries.stream().filter(e -> e.takesNew() && e.backup() != anyPrimary).toList();
        this.onBackups = !anyPrimary && !tier.isEmpty();
        Endpoint[] targets = tier.stream().map(Entry::endpoint).toArray(Endpoint[]::new);
        this.eligible = List.of(targets);
        this.candidates = new Candidates(targets, tier.stream().mapToInt(Entry::share).toArray());
    }

    /** One member and what it may take. {@code share} is 0 when it may take nothing. */
    public record Entry(Endpoint endpoint, EndpointState state, boolean backup, int share) {

        public boolean takesNew() {
            return share > 0;
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

    /** Those that the balancer chooses from. */
    public List<Endpoint> eligible() {
        return eligible;
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
