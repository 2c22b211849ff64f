package io.faultline.core.upstream.balance;

/**
 * Whose turn it is, by weight and evenly spaced: earliest due first. Each index is due every {@code
 * 1/weight}, and the one due next stands on top of a binary heap. Ties go to the lower index.
 */
final class TurnOrder {

    private static final long SCALE = 1L << 40;

    private final long[] due; // wraps around: compare by difference only
    private final long[] period;
    private final int[] heap;

    private TurnOrder(int[] weights) {
        due = new long[weights.length];
        period = new long[weights.length];
        heap = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            period[i] = SCALE / weights[i];
            heap[i] = i;
        }
    }

    /** The same order every time. */
    static TurnOrder from(int[] weights) {
        var order = new TurnOrder(weights);
        System.arraycopy(order.period, 0, order.due, 0, weights.length);
        return order.heapified();
    }

    /**
     * Begins somewhere in the middle of each one's period. So a new order gives nobody more than its
     * weight, even when snapshots follow each other so fast that only the first turns are ever taken.
     */
    static TurnOrder atRandomPhases(Candidates candidates, WorkerRandom random) {
        int[] weights = new int[candidates.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = candidates.weight(i);
        }
        var order = new TurnOrder(weights);
        for (int i = 0; i < weights.length; i++) {
            order.due[i] = random.below(order.period[i]);
        }
        return order.heapified();
    }

    int next() {
        int index = heap[0];
        due[index] += period[index];
        siftDown(0);
        return index;
    }

    private TurnOrder heapified() {
        for (int i = heap.length / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
        return this;
    }

    private void siftDown(int from) {
        int moving = heap[from];
        int at = from;
        int child;
        while ((child = 2 * at + 1) < heap.length) {
            if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moving)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moving;
    }

    private boolean before(int first, int second) {
        long difference = due[first] - due[second];
        return difference < 0 || difference == 0 && first < second;
    }
}
