package io.faultline.app.dashboard.picture;

import io.faultline.core.Side;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.Upstream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Looks at the running proxy. {@link #look} is what is done every second, watched or not: counters are
 * read so that there are rates, and what would else be lost is kept. A {@link Picture} is made only for
 * those who watch. On one thread.
 */
public final class Painter {

    private final ProxyServer server;
    private final InstantSource clock;
    private final Pulse pulse = new Pulse();
    private final TimeLine timeLine = new TimeLine();
    private final Tail tail = new Tail();

    public Painter(ProxyServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /** @param nanos on the monotonic clock */
    public void look(long nanos) {
        FaultLedger ledger = server.faults();
        pulse.beat(server.metrics().traffic(), ledger.total(), clock.millis(), nanos);
        timeLine.look(server.upstreams(), ledger, ledger.counts(), clock.instant());
        tail.look(server.metrics());
    }

    /** The last second was the only news of the traffic for those who know the ones before. */
    public Picture after(Seen seen) {
        FaultLedger ledger = server.faults();
        List<FaultCount> counts = ledger.counts();
        List<Upstream> upstreams = server.upstreams();
        SaturationReport saturation = server.saturation().report();
        List<RecentFault> recent =
                ledger.recent().stream().filter(each -> each.number() > seen.fault()).toList();
        Columns columns = Columns.of(upstreams, urgency(counts));
        Moment last = pulse.last();
        boolean all = seen.equals(Seen.NOTHING);
        return new Picture(
                clock.instant(),
                server.state(),
                server.generation(),
                columns.list(),
                CellMaker.cells(
                        columns, counts, saturation.resources(), column -> asked(columns, column)),
                counts,
                counts.stream().map(each -> columns.of(each.side(), each.name())).toList(),
                recent,
                recent.stream().map(each -> columnOf(columns, each)).toList(),
                Finding.among(upstreams, counts, ledger.changes().recent(), columns),
                saturation,
                saturation.resources().stream().map(columns::of).toList(),
                upstreams,
                pulse::lastMinute,
                pulse::perSecond,
                all ? pulse.moments() : last == null ? List.of() : List.of(last),
                timeLine.kept().after(seen.happening()),
                tail.after(seen.told()),
                seen,
                new Seen(newest(recent, seen), timeLine.kept().last(), tail.last()));
    }

    private static long newest(List<RecentFault> recent, Seen before) {
        return recent.isEmpty() ? before.fault() : recent.getFirst().number();
    }

    private static int columnOf(Columns columns, RecentFault recent) {
        return columns.of(recent.fault().side(), recent.scope().upstream());
    }

    private long asked(Columns columns, int column) {
        Column is = columns.list().get(column);
        return is.kind() == Column.Kind.UPSTREAM ? pulse.lastMinute(is.name()) : pulse.lastMinute();
    }

    /** Trouble first, then traffic. */
    private ToLongFunction<String> urgency(List<FaultCount> counts) {
        Map<String, Long> faults = new HashMap<>();
        for (FaultCount each : counts) {
            if (each.side() == Side.UPSTREAM) {
                faults.merge(each.name(), each.lately().lastTenMinutes(), Long::sum);
            }
        }
        return name ->
                (faults.getOrDefault(name, 0L) << 32)
                        + Math.min(pulse.lastMinute(name), Integer.MAX_VALUE);
    }
}
