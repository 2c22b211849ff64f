package io.faultline.core.upstream.balance;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.Arrays;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may be chosen, by index: the eligible endpoints of one snapshot with their weights, and what
 * the balancer wants computed beforehand. Immutable and shared by all workers; only the load moves.
 *
 * <p>The tables are built where the snapshot is, on the control thread: a worker never pays for them.
 */
public final class Candidates {

    private final Target[] targets;
    private final int[] weights;
    private final IntSupplier load;
    private final long totalWeight;
    private final boolean equalWeights;
    private final @Nullable AliasTable aliases;
    private final @Nullable MaglevTable maglev;
    private final Plan plan;

    private Candidates(Target[] targets, int[] weights, IntSupplier load, Plan plan) {
        this.targets = targets;
        this.weights = weights;
        this.load = load;
        this.totalWeight = Arrays.stream(weights).asLongStream().sum();
        this.equalWeights = Arrays.stream(weights).allMatch(w -> w == weights[0]);
        this.plan = plan;
        boolean draws =
                switch (plan.balance()) {
                    case RANDOM -> true;
                    case LEAST_CONNECTIONS -> targets.length > LeastConnections.LOOKS_AT_ALL;
                    case ROUND_ROBIN, SOURCE_HASH -> false;
                };
        this.aliases = draws && !equalWeights ? new AliasTable(weights) : null;
        this.maglev =
                plan.balance() == Balance.SOURCE_HASH && targets.length > 0
                        ? new MaglevTable(targets, weights, plan.hashSlots())
                        : null;
    }

    /**
     * How the candidates will be chosen from.
     *
     * @param members how many endpoints there are in all, eligible or not: the size of a hash table
     *     must not change because an endpoint went down, else every client would move
     * @param hashBalanceFactor no endpoint takes more than this times its fair share; 0: no bound
     */
    public record Plan(Balance balance, int members, double hashBalanceFactor) {

        int hashSlots() {
            return MaglevTable.slotsFor(members);
        }
    }

    /**
     * Both arrays are taken over: do not change them afterwards. Every weight is at least 1.
     *
     * @param load connections of all of them together
     */
    public static Candidates prepare(Target[] targets, int[] weights, IntSupplier load, Plan plan) {
        if (targets.length != weights.length) {
            throw new IllegalArgumentException(
                    targets.length + " targets with " + weights.length + " weights");
        }
        return new Candidates(targets, weights, load, plan);
    }

    /**
     * Whether preparing these would give the same again. Then the old ones are kept: it is cheaper,
     * and a worker that goes round does not lose its place.
     */
    public boolean sameAs(Target[] otherTargets, int[] otherWeights, Plan otherPlan) {
        return plan.balance() == otherPlan.balance()
                && plan.hashSlots() == otherPlan.hashSlots()
                && plan.hashBalanceFactor() == otherPlan.hashBalanceFactor()
                && Arrays.equals(targets, otherTargets)
                && Arrays.equals(weights, otherWeights);
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

    boolean equalWeights() {
        return equalWeights;
    }

    /** A random one, by weight. */
    int draw(WorkerRandom random) {
        return aliases == null ? random.below(targets.length) : aliases.draw(random);
    }

    /** Whether the first carries less per weight than the second. */
    boolean lessLoaded(int first, int second) {
        return (long) targets[first].active() * weights[second]
                < (long) targets[second].active() * weights[first];
    }

    /** Where a hash belongs. */
    int hashed(long hash) {
        if (maglev == null) {
            throw new IllegalStateException("not prepared for source-hash");
        }
        return maglev.at(hash);
    }

    boolean hashIsBounded() {
        return plan.hashBalanceFactor() > 0;
    }

    /**
     * Whether one more connection would take it beyond its bound: the factor times its fair share of
     * all connections, this one included, rounded up. A factor below 1 could not be kept by all.
     */
    boolean full(int index) {
        double fairShare = (load.getAsInt() + 1.0) * weights[index] / totalWeight;
        return targets[index].active() + 1
                > Math.ceil(Math.max(1, plan.hashBalanceFactor()) * fairShare);
    }

    /**
     * Some index this session has not tried, looking upwards from {@code start}, or {@code start}
     * itself when it has tried all. Slow at scale, and only for sessions whose connects failed.
     */
    int anyUntried(int start, PickContext context) {
        for (int i = 0; i < targets.length; i++) {
            int index = (start + i) % targets.length;
            if (!context.wasTried(targets[index])) {
                return index;
            }
        }
        return start;
    }
}
