package io.faultline.core.observe.slow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The slowest of all workers, put together when somebody looks. */
public final class SlowBoard {

    private SlowBoard() {}

    /** Newest minute first, at most {@link SlowShard#PER_MINUTE} of each. */
    public static List<SlowMinute> of(List<SlowShard> workers) {
        Map<Long, List<SlowSample>> minutes = new TreeMap<>(Comparator.reverseOrder());
        for (SlowShard worker : workers) {
            for (SlowMinute minute : worker.minutes()) {
                minutes.computeIfAbsent(minute.number(), unseen -> new ArrayList<>())
                        .addAll(minute.samples());
            }
        }
        return minutes.entrySet().stream()
                .limit(SlowShard.MINUTES)
                .map(minute -> new SlowMinute(minute.getKey(), worst(minute.getValue())))
                .toList();
    }

    private static List<SlowSample> worst(List<SlowSample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingLong(SlowSample::lateNanos).reversed())
                .limit(SlowShard.PER_MINUTE)
                .toList();
    }
}
