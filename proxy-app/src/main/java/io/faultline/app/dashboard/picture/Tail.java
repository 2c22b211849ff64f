package io.faultline.app.dashboard.picture;

import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.slow.SlowMinute;
import io.faultline.core.observe.slow.SlowSample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows what was slow and what failed: what has not been told yet is told, each once. The two are kept
 * apart, so that a flood of failures does not push out what was slow.
 */
final class Tail {

    private static final int SLOW_KEPT = 48;
    private static final int FAILED_KEPT = 32;
    private static final int FAILED_AT_ONCE = 6;
    private static final int MINUTES =
            2; // older slow ones have been told, or are too old to be news

    private final AtomicLong numbers = new AtomicLong();
    private final Kept<Told> slow = new Kept<>(SLOW_KEPT, numbers);
    private final Kept<Told> failed = new Kept<>(FAILED_KEPT, numbers);
    private Set<SessionRecord> known = identities();

    void look(MetricShards metrics) {
        Set<SessionRecord> seen = identities();
        var found = new ArrayList<Told>();
        List<SlowMinute> minutes = metrics.slowest();
        for (SlowMinute minute : minutes.subList(0, Math.min(MINUTES, minutes.size()))) {
            for (SlowSample sample : minute.samples()) {
                seen.add(sample.kept());
                if (sample.kept().fault() == null && !known.contains(sample.kept())) {
                    found.add(new Told(sample.kept(), sample.lateNanos()));
                }
            }
        }
        int room = FAILED_AT_ONCE;
        for (SessionRecord each : metrics.failed()) {
            seen.add(each);
            if (room > 0 && !known.contains(each)) {
                found.add(new Told(each, -1));
                room--;
            }
        }
        known = seen;
        found.stream()
                .sorted(Comparator.comparingLong(each -> each.kept().endEpochMillis()))
                .forEach(each -> (each.lateNanos() < 0 ? failed : slow).add(each));
    }

    /** The same exchange is the same object as long as it is kept. */
    private static Set<SessionRecord> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    long last() {
        return numbers.get();
    }

    /** In the order of their numbers. */
    List<Numbered<Told>> after(long told) {
        var both = new ArrayList<>(slow.after(told));
        both.addAll(failed.after(told));
        both.sort(Comparator.comparingLong(Numbered::number));
        return both;
    }
}
