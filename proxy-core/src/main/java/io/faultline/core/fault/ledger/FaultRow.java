package io.faultline.core.fault.ledger;

import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one upstream or listener. Most of them know few kinds of faults, so the kinds are a
 * chain that grows at its head; it never gets longer than there are codes times sides.
 */
final class FaultRow {

    private static final long QUIET_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final String name;
    private final boolean lately;
    private final AtomicReference<@Nullable Kind> newest = new AtomicReference<>();

    /** @param lately whether it also counts how often something broke in the last minutes */
    FaultRow(String name, boolean lately) {
        this.name = name;
        this.lately = lately;
    }

    void add(RecentFault recent) {
        Kind kind = kindOf(recent.fault().code(), recent.fault().side());
        kind.count.increment();
        kind.last = recent;
        FaultWindow window = kind.window;
        if (window != null) {
            long now = recent.at().toEpochMilli();
            window.add(now);
            kind.noteOnset(now);
        }
    }

    void addTo(List<FaultCount> counts, long nowMillis) {
        for (Kind kind = newest.get(); kind != null; kind = kind.older) {
            RecentFault last = kind.last;
            if (last != null) {
                counts.add(
                        new FaultCount(
                                kind.code,
                                kind.side,
                                name,
                                kind.count.sum(),
                                kind.lately(nowMillis, last),
                                last));
            }
        }
    }

    private Kind kindOf(FaultCode code, Side side) {
        while (true) {
            Kind head = newest.get();
            for (Kind kind = head; kind != null; kind = kind.older) {
                if (kind.code == code && kind.side == side) {
                    return kind;
                }
            }
            var added = new Kind(code, side, head, lately ? new FaultWindow() : null);
            if (newest.compareAndSet(head, added)) {
                return added;
            }
        }
    }

    private static final class Kind {
        private final FaultCode code;
        private final Side side;
        private final @Nullable Kind older;
        private final LongAdder count = new LongAdder();
        private final @Nullable FaultWindow window;
        private volatile @Nullable RecentFault last;
        private volatile long beganMillis;
        private volatile long lastMillis = Long.MIN_VALUE / 2;

        Kind(FaultCode code, Side side, @Nullable Kind older, @Nullable FaultWindow window) {
            this.code = code;
            this.side = side;
            this.older = older;
            this.window = window;
        }

        /** Two workers that meet here write nearly the same. */
        void noteOnset(long nowMillis) {
            long before = lastMillis;
            lastMillis = nowMillis;
            if (nowMillis - before > QUIET_MILLIS) {
                beganMillis = nowMillis;
            }
        }

        Lately lately(long nowMillis, RecentFault seen) {
            FaultWindow counted = window;
            return counted == null
                    ? new Lately(0, 0, 0, seen.at())
                    : new Lately(
                            counted.lastMinute(nowMillis),
                            counted.lastTenMinutes(nowMillis),
                            counted.lastHour(nowMillis),
                            Instant.ofEpochMilli(beganMillis));
        }
    }
}
