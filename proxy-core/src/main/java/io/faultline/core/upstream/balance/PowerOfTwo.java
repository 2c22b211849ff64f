package io.faultline.core.upstream.balance;

/**
 * The less loaded of two drawn by weight. One look more than pure chance, and the longest queue
 * shrinks from log n to log log n: with the least state of all balancers it comes close to the best.
 */
final class PowerOfTwo implements Balancer {

    private static final int DRAWS = 8; // of which the first two different untried ones count

    private final WorkerRandom random;

    PowerOfTwo(long seed) {
        random = new WorkerRandom(seed);
    }

    @Override
    public int pick(Candidates candidates, PickContext context) {
        int first = -1;
        for (int i = 0; i < DRAWS; i++) {
            int drawn = candidates.draw(random);
            if (drawn == first
                    || context.triedCount() > 0 && context.wasTried(candidates.target(drawn))) {
                continue;
            }
            if (first >= 0) {
                return candidates.lessLoaded(drawn, first) ? drawn : first;
            }
            first = drawn;
        }
        if (first < 0) {
            return candidates.anyUntried(random.below(candidates.size()), context);
        }
        // One so heavy that it alone was drawn: its neighbour stands in for the second.
        int second = candidates.anyUntried((first + 1) % candidates.size(), context);
        return candidates.lessLoaded(second, first) ? second : first;
    }
}
