package io.faultline.core.upstream.balance;

import org.jspecify.annotations.Nullable;

/**
 * In turn, by weight, smoothly interleaved: 3 to 1 is {@code a a b a}, never {@code a a a b}.
 *
 * <p>Each worker goes round by itself and begins somewhere else, for workers that march in step would
 * all fall on the same endpoint at once. With equal weights a turn is one addition; otherwise it is a
 * step in a heap of due times, which at 10,000 endpoints is a fraction of a microsecond.
 */
final class RoundRobin implements Balancer {

    /** A tried endpoint of large weight may come up several times in a row. */
    private static final int TURNS_FOR_AN_UNTRIED_ONE = 16;

    private final WorkerRandom random;
    private @Nullable Candidates known;
    private @Nullable TurnOrder order; // null while all weights are equal
    private int position;

    RoundRobin(long seed) {
        random = new WorkerRandom(seed);
        position = (int) (random.next() >>> 33);
    }

    @Override
    public int pick(Candidates candidates, PickContext context) {
        if (candidates != known) {
            follow(candidates);
        }
        int index = next(candidates);
        if (context.triedCount() == 0) {
            return index;
        }
        for (int i = 1; i < TURNS_FOR_AN_UNTRIED_ONE; i++) {
            if (!context.wasTried(candidates.target(index))) {
                return index;
            }
            index = next(candidates);
        }
        return candidates.anyUntried(index, context);
    }

    private int next(Candidates candidates) {
        if (order != null) {
            return order.next();
        }
        if (++position >= candidates.size()) {
            position = 0;
        }
        return position;
    }

    private void follow(Candidates candidates) {
        known = candidates;
        position %= candidates.size();
        order = candidates.equalWeights() ? null : TurnOrder.atRandomPhases(candidates, random);
    }
}
