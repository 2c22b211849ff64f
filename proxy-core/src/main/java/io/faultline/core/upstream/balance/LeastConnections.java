package io.faultline.core.upstream.balance;

/**
 * Weighted least connections: the endpoint whose load per weight is lowest takes the next one.
 *
 * <p>Pending connects count as load, else a slow endpoint attracts a herd while it is still saying
 * hello. Ties are broken at random, by weight: with a fixed order every worker would fill the same
 * endpoint first, and without weights idle endpoints would share alike.
 *
 * <p>Up to {@value #LOOKS_AT_ALL} candidates are all looked at. Beyond that the least loaded of
 * {@value #SAMPLE} drawn by weight is taken, so that a pick among 10,000 costs what a pick among 64
 * does. docs/adr/0006-least-connections-at-scale.md says what that gives away: next to nothing.
 */
final class LeastConnections implements Balancer {

    static final int LOOKS_AT_ALL = 64;
    static final int SAMPLE = 8;

    private final WorkerRandom random;

    LeastConnections(long seed) {
        random = new WorkerRandom(seed);
    }

    @Override
    public int pick(Candidates candidates, PickContext context) {
        return candidates.size() <= LOOKS_AT_ALL
                ? leastOfAll(candidates, context)
                : leastOfSome(candidates, context);
    }

    private int leastOfAll(Candidates candidates, PickContext context) {
        int size = candidates.size();
        boolean skipsTried = context.triedCount() > 0;
        int best = -1;
        long bestLoad = 0;
        long tied = 0; // weight of all that are as good as the best
        for (int i = 0; i < size; i++) {
            if (skipsTried && context.wasTried(candidates.target(i))) {
                continue;
            }
            int weight = candidates.weight(i);
            long load = candidates.target(i).active(); // once: it moves while we look
            long lead = best < 0 ? -1 : load * candidates.weight(best) - bestLoad * weight;
            tied = lead < 0 ? weight : lead == 0 ? tied + weight : tied;
            if (lead < 0 || lead == 0 && random.below(tied) < weight) {
                best = i;
                bestLoad = load;
            }
        }
        return best < 0 ? random.below(size) : best;
    }

    private int leastOfSome(Candidates candidates, PickContext context) {
        int best = -1;
        for (int i = 0; i < SAMPLE; i++) {
            int drawn = candidates.draw(random);
            if (context.triedCount() > 0 && context.wasTried(candidates.target(drawn))) {
                continue;
            }
            if (best < 0 || candidates.lessLoaded(drawn, best)) {
                best = drawn;
            }
        }
        return best < 0 ? candidates.anyUntried(random.below(candidates.size()), context) : best;
    }
}
