package io.faultline.core.upstream.balance;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A target whose load the test sets. */
final class FakeTarget implements Target {

    private final String name;
    int active;

    FakeTarget(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int active() {
        return active;
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@code 10.0.0.1:80} and so on. */
    static List<FakeTarget> many(int count) {
        var targets = new ArrayList<FakeTarget>();
        for (int i = 1; i <= count; i++) {
            targets.add(
                    new FakeTarget(
                            "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + ":80"));
        }
        return targets;
    }

    static int[] equalWeights(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 100);
        return weights;
    }

    static Candidates candidates(Balance balance, List<FakeTarget> targets, int... weights) {
        return candidates(balance, 0, targets, weights);
    }

    static Candidates candidates(
            Balance balance, double hashBalanceFactor, List<FakeTarget> targets, int... weights) {
        return Candidates.prepare(
                targets.toArray(Target[]::new),
                weights.length == 0 ? equalWeights(targets.size()) : weights,
                () -> targets.stream().mapToInt(FakeTarget::active).sum(),
                new Candidates.Plan(balance, targets.size(), hashBalanceFactor));
    }

    /** How often each index was picked. */
    static int[] counts(Balancer balancer, Candidates candidates, int picks) {
        int[] counts = new int[candidates.size()];
        var context = new PickContext(0);
        for (int i = 0; i < picks; i++) {
            context.reset(WorkerRandom.mix(i));
            counts[balancer.pick(candidates, context)]++;
        }
        return counts;
    }
}
