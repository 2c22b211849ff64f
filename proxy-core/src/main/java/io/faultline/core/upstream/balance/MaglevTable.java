package io.faultline.core.upstream.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where each hash belongs: Maglev hashing (Eisenbud and others, NSDI 2016, section 3.4). Every target
 * has its own random order of the slots and takes, in its turn, the first one that is still free.
 *
 * <p>The same names and weights give the same table, whatever their order and wherever it is built:
 * several proxies in a row agree. When one of n targets leaves, its slots are shared out and few of
 * the others move: about 1/n of the clients change places, and a lookup is one read.
 */
final class MaglevTable {

    /** Primes, so that every step size visits every slot. */
    private static final int SLOTS = 65_537;

    private static final int MANY_SLOTS = 262_147;

    /**
     * With 100 slots each, targets take their share within 1 % (section 5.3). Beyond that we let it
     * slip to 4 % at 10,000 targets: the full number would make each rebuild several times dearer.
     */
    private static final int TARGETS_FOR_SLOTS = SLOTS / 100;

    private static final int FREE = -1;

    private final int[] slots;

    MaglevTable(Target[] targets, int[] weights, int size) {
        slots = new int[size];
        Arrays.fill(slots, FREE);
        long[] hashes = new long[targets.length];
        Arrays.setAll(hashes, i -> hash(targets[i].name()));
        int[] ranked = ranked(targets, hashes);
        int[] rankedWeights = IntStream.of(ranked).map(i -> weights[i]).toArray();
        fill(ranked, hashes, TurnOrder.from(rankedWeights));
    }

    static int slotsFor(int members) {
        return members <= TARGETS_FOR_SLOTS ? SLOTS : MANY_SLOTS;
    }

    int at(long hash) {
        return slots[(int) Math.unsignedMultiplyHigh(hash, slots.length)];
    }

    private void fill(int[] ranked, long[] hashes, TurnOrder turns) {
        int size = slots.length;
        int[] next = new int[ranked.length];
        int[] step = new int[ranked.length];
        for (int rank = 0; rank < ranked.length; rank++) {
            long hash = hashes[ranked[rank]];
            next[rank] = (int) Math.unsignedMultiplyHigh(hash, size);
            long second = WorkerRandom.mix(hash + 1);
            step[rank] = 1 + (int) Math.unsignedMultiplyHigh(second, size - 1);
        }
        for (int filled = 0; filled < size; filled++) {
            int rank = turns.next();
            int slot = next[rank];
            while (slots[slot] != FREE) {
                slot = after(slot, step[rank], size);
            }
            slots[slot] = ranked[rank];
            next[rank] = after(slot, step[rank], size);
        }
    }

    private static int after(int slot, int step, int size) {
        int sum = slot + step;
        return sum >= size ? sum - size : sum;
    }

    /** Indices in an order that depends on the names alone. */
    private static int[] ranked(Target[] targets, long[] hashes) {
        return IntStream.range(0, targets.length)
                .boxed()
                .sorted(
                        Comparator.<Integer>comparingLong(i -> hashes[i])
                                .thenComparing(i -> targets[i].name()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** FNV-1a, then mixed: the same in every process and release, unlike {@code hashCode}. */
    private static long hash(String name) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        return WorkerRandom.mix(hash);
    }
}
