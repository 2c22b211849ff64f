package io.faultline.core.upstream.balance;

/**
 * Who may be chosen, by index: the eligible endpoints of one snapshot with their weights. Immutable
 * and shared by all workers; only {@link Target#active} moves.
 */
public final class Candidates {

    private final Target[] targets;
    private final int[] weights;

    /** Both arrays are taken over: do not change them afterwards. Every weight is at least 1. */
    public Candidates(Target[] targets, int[] weights) {
        if (targets.length != weights.length) {
            throw new IllegalArgumentException(
                    targets.length + " targets with " + weights.length + " weights");
        }
        this.targets = targets;
        this.weights = weights;
    }

    public int size() {
        return targets.length;
    }

    public Target target(int index) {
        return targets[index];
    }

    public int weight(int index) {
        return weights[index];
    }
}
