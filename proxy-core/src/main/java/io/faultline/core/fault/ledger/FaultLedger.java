package io.faultline.core.fault.ledger;

import io.faultline.core.fault.Fault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What broke, how often, and what it looked like last: behind {@code /faults}, {@code
 * faultline_faults_total} and the dashboard.
 *
 * <p>Every worker writes here, and it is read from outside. A fault may come a hundred thousand times
 * a second, so recording takes no lock and the size is fixed: counts exist for the names of the
 * configuration only, everything else is counted under {@link #OTHER}, and of the faults themselves the
 * most recent are kept, plus the last one of each kind.
 */
public final class FaultLedger {

    /** The name under which everything is counted that the configuration does not name. */
    public static final String OTHER = "(other)";

    private static final int RECENT = 256;

    private final Clock clock;
    private final RecentRing recent;
    private final ChangeLog changes;
    private final AtomicLong numbers = new AtomicLong();
    private final FaultRow noUpstream = new FaultRow("", true);
    private final FaultRow otherUpstream = new FaultRow(OTHER, true);
    private final FaultRow otherListener = new FaultRow(OTHER, false);
    private final FaultRow noListener = new FaultRow("", false);

    private volatile Map<String, FaultRow> upstreams = Map.of();
    private volatile Map<String, FaultRow> listeners = Map.of();

    public FaultLedger(Clock clock) {
        this(clock, RECENT);
    }

    public FaultLedger(Clock clock, int recentSize) {
        this.clock = clock;
        this.recent = new RecentRing(recentSize);
        this.changes = new ChangeLog(clock);
    }

    /**
     * Says which names have counts of their own, at the start and after each reload. Names that stay
     * keep their counts; names that went take theirs along.
     */
    public synchronized void names(Set<String> listenerNames, Set<String> upstreamNames) {
        listeners = rows(listenerNames, listeners, false);
        upstreams = rows(upstreamNames, upstreams, true);
    }

    /**
     * From any thread, without waiting for another one.
     *
     * @param endpoint its address and port, where one was involved
     * @param connectionId as in the access log, 0 for none
     */
    public void record(
            Fault fault, FaultScope scope, @Nullable String endpoint, long connectionId) {
        var seen =
                new RecentFault(
                        numbers.incrementAndGet(),
                        clock.instant(),
                        fault,
                        scope,
                        endpoint,
                        connectionId);
        recent.add(seen);
        rowOf(scope.upstream(), upstreams, noUpstream, otherUpstream).add(seen);
        rowOf(scope.listener(), listeners, noListener, otherListener).add(seen);
    }

    /** Per code, side and upstream. */
    public List<FaultCount> counts() {
        return counts(upstreams, noUpstream, otherUpstream, clock.millis());
    }

    /** The same faults, per code, side and listener. */
    public List<FaultCount> countsByListener() {
        return counts(listeners, noListener, otherListener, clock.millis());
    }

    /** The most recent faults, newest first. */
    public List<RecentFault> recent() {
        return recent.list();
    }

    /** What was changed meanwhile, on the same clock. */
    public ChangeLog changes() {
        return changes;
    }

    /** How many faults there ever were. */
    public long total() {
        return numbers.get();
    }

    private static Map<String, FaultRow> rows(
            Set<String> names, Map<String, FaultRow> before, boolean lately) {
        var rows = new HashMap<String, FaultRow>();
        for (String name : names) {
            FaultRow kept = before.get(name);
            rows.put(name, kept == null ? new FaultRow(name, lately) : kept);
        }
        return Map.copyOf(rows);
    }

    private static FaultRow rowOf(
            String name, Map<String, FaultRow> known, FaultRow none, FaultRow other) {
        return name.isEmpty() ? none : known.getOrDefault(name, other);
    }

    private static List<FaultCount> counts(
            Map<String, FaultRow> known, FaultRow none, FaultRow other, long now) {
        var counts = new ArrayList<FaultCount>();
        known.values().forEach(row -> row.addTo(counts, now));
        none.addTo(counts, now);
        other.addTo(counts, now);
        return counts;
    }
}
