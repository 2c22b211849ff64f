package io.faultline.core.fault.ledger;

import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one upstream or listener. Most of them know few kinds of faults, so the kinds are a
 * chain that grows at its head; it never gets longer than there are codes times sides.
 */
final class FaultRow {

    private final String name;
    private final AtomicReference<@Nullable Kind> newest = new AtomicReference<>();

    FaultRow(String name) {
        this.name = name;
    }

    void add(RecentFault recent) {
        Kind kind = kindOf(recent.fault().code(), recent.fault().side());
        kind.count.increment();
        kind.last = recent;
    }

    void addTo(List<FaultCount> counts) {
        for (Kind kind = newest.get(); kind != null; kind = kind.older) {
            RecentFault last = kind.last;
            if (last != null) {
                counts.add(new FaultCount(kind.code, kind.side, name, kind.count.sum(), last));
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
            var added = new Kind(code, side, head);
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
        private volatile @Nullable RecentFault last;

        Kind(FaultCode code, Side side, @Nullable Kind older) {
            this.code = code;
            this.side = side;
            this.older = older;
        }
    }
}
