package io.faultline.core.observe.saturation;

import io.faultline.core.timing.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few seconds how full everything is, on the control thread, and publishes what it found.
 * Workers are not asked: what they know they have counted already, and the rest is read from the kernel.
 */
public final class SaturationWatch {

    /** Short enough to see a flash sale coming, and about a millisecond of work each time. */
    static final int PERIOD_SECONDS = 2;

    private static final int LOOKS_A_MINUTE = 60 / PERIOD_SECONDS;
    private static final Logger LOG = System.getLogger(SaturationWatch.class.getName());

    private record Key(ResourceKind kind, String subject) {}

    private final List<SaturationSource> sources;
    private final Ticker ticker;
    private final InstantSource clock;
    private final RecentGrowth[] growth = new RecentGrowth[EventKind.values().length];
    private Map<Key, Trend> trends = Map.of();
    private volatile SaturationReport report = SaturationReport.NONE;
    private volatile @Nullable ScheduledFuture<?> looking;
    private boolean complained;

    public SaturationWatch(List<SaturationSource> sources, Ticker ticker, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.ticker = ticker;
        this.clock = clock;
        for (int i = 0; i < growth.length; i++) {
            growth[i] = new RecentGrowth(LOOKS_A_MINUTE);
        }
    }

    /** Looks at once and then again and again. */
    public void start(ScheduledExecutorService control) {
        looking = control.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** No look begins any more. Control thread. */
    public void stop() {
        ScheduledFuture<?> started = looking;
        if (started != null) {
            started.cancel(false);
        }
    }

    /** What the last look found. On any thread. */
    public SaturationReport report() {
        return report;
    }

    /** Control thread. */
    public void look() {
        var look = new Look(ticker.nanos() / 1e9);
        sources.forEach(each -> ask(each, look));
        report = new SaturationReport(clock.instant(), withForecasts(look), events(look));
    }

    /** One source that fails must not blind the others, nor end the looking. */
    private void ask(SaturationSource source, Look look) {
        try {
            source.lookInto(look);
        } catch (RuntimeException bug) {
            if (!complained) {
                complained = true;
                LOG.log(Level.ERROR, "a look at how full we are failed; a bug of ours", bug);
            }
        }
    }

    /** Only of what is there now: a destination that nobody goes to any more is forgotten. */
    private List<Resource> withForecasts(Look look) {
        var still = new HashMap<Key, Trend>();
        var all = new ArrayList<Resource>();
        for (Resource each : look.resources()) {
            all.add(each.isKnown() ? each.with(forecast(each, look, still)) : each);
        }
        trends = still;
        return all;
    }

    private @Nullable Forecast forecast(Resource resource, Look look, Map<Key, Trend> still) {
        if (!resource.kind().runsOut()) {
            return null;
        }
        var key = new Key(resource.kind(), resource.subject());
        Trend trend = trends.get(key);
        if (trend == null) {
            trend = new Trend();
        }
        still.put(key, trend);
        trend.add(look.seconds(), resource.used());
        return trend.towards(resource.limit());
    }

    private List<EventCount> events(Look look) {
        var counts = new ArrayList<EventCount>();
        for (EventKind kind : EventKind.values()) {
            long total = look.total(kind);
            counts.add(new EventCount(kind, total, growth[kind.ordinal()].add(total)));
        }
        return counts;
    }
}
