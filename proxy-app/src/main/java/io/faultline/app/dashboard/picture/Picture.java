package io.faultline.app.dashboard.picture;

import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.runtime.Upstream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * All that the dashboard shows at one moment.
 *
 * @param columnOf of each of the counts, in their order
 * @param recent newest first
 * @param since what who gets it knows already
 * @param seen what is known when this is
 */
public record Picture(
        Instant at,
        ServerState state,
        long generation,
        List<Column> columns,
        List<Cell> cells,
        List<FaultCount> counts,
        List<Integer> columnOf,
        List<RecentFault> recent,
        List<Integer> columnOfRecent,
        List<Finding> findings,
        SaturationReport saturation,
        List<Integer> columnOfResource,
        List<Upstream> upstreams,
        ToLongFunction<String> askedLastMinute,
        ToDoubleFunction<String> perSecond,
        Collection<Moment> moments,
        List<Numbered<Happening>> happenings,
        List<Numbered<Told>> told,
        Seen since,
        Seen seen) {}
