package io.faultline.app.dashboard.picture;

import io.faultline.core.observe.metrics.TrafficTotals;
import io.faultline.core.observe.metrics.TrafficTotals.OfListener;
import io.faultline.core.observe.metrics.TrafficTotals.OfUpstream;
import io.faultline.core.timing.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the traffic did in the last minutes, second by second. It is kept also while nobody watches, for
 * whoever opens the dashboard at night asks what happened just before; it costs one look at the counters
 * a second, and its size is fixed.
 */
public final class Pulse {

    /** Seconds that are kept. */
    public static final int KEPT = 300;

    private static final int PHASES = Phase.values().length;
    private static final int MARK_EVERY = 10;
    private static final int MARKS = 60 / MARK_EVERY + 1;

    private final Deque<Moment> moments = new ArrayDeque<>();
    private final Deque<Map<String, Long>> marks = new ArrayDeque<>();
    private final Percentiles percentiles = new Percentiles();
    private @Nullable TrafficTotals before;
    private Map<String, Double> upstreamRates = Map.of();
    private long beforeNanos;
    private long faultsBefore;
    private long ticks;

    /** Takes what was counted until now. */
    public void beat(TrafficTotals now, long faults, long atMillis, long nanos) {
        percentiles.add(now.exchanges().counts());
        TrafficTotals last = before;
        double seconds = (nanos - beforeNanos) / 1e9;
        if (last != null && seconds > 0) {
            moments.addLast(moment(last, now, faults, atMillis, seconds));
            if (moments.size() > KEPT) {
                moments.removeFirst();
            }
            upstreamRates = rates(last, now, seconds);
        }
        if (ticks++ % MARK_EVERY == 0) {
            marks.addLast(awaited(now));
            if (marks.size() > MARKS) {
                marks.removeFirst();
            }
        }
        before = now;
        beforeNanos = nanos;
        faultsBefore = faults;
    }

    private Moment moment(
            TrafficTotals last, TrafficTotals now, long faults, long atMillis, double seconds) {
        long[] byStatus = new long[6];
        long[] phases = new long[PHASES];
        long opened = 0;
        long open = 0;
        long up = 0;
        long down = 0;
        long ended = 0;
        for (Map.Entry<String, OfListener> each : now.listeners().entrySet()) {
            OfListener is = each.getValue();
            OfListener was = last.listeners().get(each.getKey());
            long exchanged = 0;
            for (int i = 0; i < byStatus.length; i++) {
                long more = is.byStatus().get(i) - (was == null ? 0 : was.byStatus().get(i));
                byStatus[i] += more;
                exchanged += more;
            }
            long began = is.opened() - (was == null ? 0 : was.opened());
            long gone = was == null ? 0 : was.active() + began - is.active();
            boolean speaksHttp = is.byStatus().stream().anyMatch(count -> count > 0);
            ended += speaksHttp ? exchanged : gone;
            opened += began;
            open += is.active();
            up += is.bytesUp() - (was == null ? 0 : was.bytesUp());
            down += is.bytesDown() - (was == null ? 0 : was.bytesDown());
            addMore(phases, is.phaseNanos(), was == null ? null : was.phaseNanos());
        }
        for (Map.Entry<String, OfUpstream> each : now.upstreams().entrySet()) {
            OfUpstream was = last.upstreams().get(each.getKey());
            addMore(phases, each.getValue().phaseNanos(), was == null ? null : was.phaseNanos());
        }
        var statuses = new ArrayList<Long>();
        for (long each : byStatus) {
            statuses.add(Math.max(0, each));
        }
        double[] bounds = now.exchanges().bounds();
        return new Moment(
                atMillis,
                seconds,
                List.copyOf(statuses),
                opened,
                open,
                up,
                down,
                faults - faultsBefore,
                Math.max(0, ended),
                phases,
                percentiles.at(0.5, bounds),
                percentiles.at(0.9, bounds),
                percentiles.at(0.99, bounds));
    }

    private static void addMore(long[] sums, long[] now, long @Nullable [] was) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += now[i] - (was == null ? 0 : was[i]);
        }
    }

    private static Map<String, Double> rates(
            TrafficTotals last, TrafficTotals now, double seconds) {
        Map<String, Double> rates = new HashMap<>();
        now.upstreams()
                .forEach(
                        (name, is) -> {
                            OfUpstream was = last.upstreams().get(name);
                            long more = is.awaited() - (was == null ? 0 : was.awaited());
                            rates.put(name, Math.max(0, more) / seconds);
                        });
        return rates;
    }

    private static Map<String, Long> awaited(TrafficTotals totals) {
        Map<String, Long> counts = new HashMap<>();
        totals.upstreams().forEach((name, each) -> counts.put(name, each.awaited()));
        return counts;
    }

    /** Exchanges and sessions a second that this upstream was asked for in the last second. */
    public double perSecond(String upstream) {
        return upstreamRates.getOrDefault(upstream, 0.0);
    }

    /** How often it was asked in about the last minute. */
    public long lastMinute(String upstream) {
        TrafficTotals now = before;
        Map<String, Long> oldest = marks.peekFirst();
        OfUpstream is = now == null ? null : now.upstreams().get(upstream);
        return is == null || oldest == null
                ? 0
                : Math.max(0, is.awaited() - oldest.getOrDefault(upstream, 0L));
    }

    /** What clients asked for in the last minute, wherever it went. */
    public long lastMinute() {
        return moments.stream()
                .skip(Math.max(0, moments.size() - 60))
                .mapToLong(each -> Math.max(each.exchanges(), each.opened()))
                .sum();
    }

    /** Oldest first. */
    public Collection<Moment> moments() {
        return List.copyOf(moments);
    }

    /** The last one, if there is one. */
    public @Nullable Moment last() {
        return moments.peekLast();
    }
}
