package io.faultline.core.fault.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The most recent faults; each new one takes the place of the oldest. */
final class RecentRing {

    private final AtomicReferenceArray<@Nullable RecentFault> slots;

    RecentRing(int size) {
        slots = new AtomicReferenceArray<>(size);
    }

    void add(RecentFault recent) {
        int slot = (int) (recent.number() % slots.length());
        // A writer that was held up between its number and here must not bring an old fault back.
        slots.accumulateAndGet(slot, recent, RecentRing::newer);
    }

    /** Newest first. */
    List<RecentFault> list() {
        var found = new ArrayList<RecentFault>(slots.length());
        for (int i = 0; i < slots.length(); i++) {
            RecentFault recent = slots.get(i);
            if (recent != null) {
                found.add(recent);
            }
        }
        found.sort(Comparator.comparingLong(RecentFault::number).reversed());
        return found;
    }

    private static @Nullable RecentFault newer(
            @Nullable RecentFault one, @Nullable RecentFault other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.number() > other.number() ? one : other;
    }
}
