package io.faultline.core.address;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * All addresses of one family, cut into consecutive ranges: range {@code i} goes from its start to the
 * start of the next one, and every address in it has the same longest prefix.
 */
final class AddressRanges {

    private final long[] highs;
    private final long[] lows;
    private final int[] prefixes;
    private int size;

    private AddressRanges(int capacity) {
        highs = new long[capacity];
        lows = new long[capacity];
        prefixes = new int[capacity];
    }

    /** Flattens the prefixes at the given places of the list; all must be of one family. */
    static AddressRanges flatten(List<IpPrefix> all, List<Integer> places) {
        List<Integer> order = places.stream().sorted(outerFirst(all)).toList();
        // Every prefix starts one range and resumes at most one behind its end.
        var ranges = new AddressRanges(2 * order.size() + 1);
        ranges.begin(0, 0, PrefixTable.NONE);
        Deque<Integer> open = new ArrayDeque<>(); // the prefixes around the sweep, innermost first
        for (int place : order) {
            IpPrefix prefix = all.get(place);
            while (!open.isEmpty() && !holds(all.get(open.getFirst()), prefix)) {
                ranges.endInnermost(open, all);
            }
            if (!open.isEmpty() && all.get(open.getFirst()).equals(prefix)) {
                continue; // of equal prefixes the first one counts
            }
            open.push(place);
            ranges.begin(prefix.high(), prefix.low(), place);
        }
        while (!open.isEmpty()) {
            ranges.endInnermost(open, all);
        }
        return ranges;
    }

    private static Comparator<Integer> outerFirst(List<IpPrefix> all) {
        return (left, right) -> {
            IpPrefix a = all.get(left);
            IpPrefix b = all.get(right);
            int byStart = compare(a.high(), a.low(), b.high(), b.low());
            if (byStart != 0) {
                return byStart;
            }
            int byLength = Integer.compare(a.mappedBits(), b.mappedBits());
            return byLength != 0 ? byLength : Integer.compare(left, right);
        };
    }

    /** Sorted as they are, a prefix that starts inside another one also ends there. */
    private static boolean holds(IpPrefix outer, IpPrefix inner) {
        return compare(outer.lastHigh(), outer.lastLow(), inner.high(), inner.low()) >= 0;
    }

    private void endInnermost(Deque<Integer> open, List<IpPrefix> all) {
        IpPrefix ended = all.get(open.pop());
        int outer = open.isEmpty() ? PrefixTable.NONE : open.getFirst();
        long nextLow = ended.lastLow() + 1;
        long nextHigh = nextLow == 0 ? ended.lastHigh() + 1 : ended.lastHigh();
        boolean wasLastAddress = nextHigh == 0 && nextLow == 0;
        if (!wasLastAddress) {
            begin(nextHigh, nextLow, outer);
        }
    }

    /** What begins where the one before began takes its place: a search finds the later of the two. */
    private void begin(long high, long low, int prefix) {
        highs[size] = high;
        lows[size] = low;
        prefixes[size] = prefix;
        size++;
    }

    int find(long high, long low) {
        int from = 0; // its start is at or before the address: the first range starts at 0
        int to = size; // everything from here on starts behind the address
        while (to - from > 1) {
            int middle = from + to >>> 1;
            if (compare(highs[middle], lows[middle], high, low) <= 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return prefixes[from];
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }
}
