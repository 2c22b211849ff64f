package io.faultline.core.upstream.balance;

/**
 * By the client's address: the same client reaches the same endpoint, on every worker and on every
 * proxy with the same endpoints. A client whose endpoint does not answer moves on along a path that
 * is its own as well, so it finds the same second choice each time.
 *
 * <p>With a bound (consistent hashing with bounded loads, Mirrokni and others, 2016) an endpoint that
 * has more than its factor of the fair share passes new clients on along the same path.
 */
final class SourceHash implements Balancer {

    private static final int LONGEST_PATH = 32;
    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    @Override
    public int pick(Candidates candidates, PickContext context) {
        long hash = context.sourceHash();
        int home = candidates.hashed(hash);
        if (context.triedCount() == 0 && !candidates.hashIsBounded()) {
            return home;
        }
        int leastFull = -1;
        int choice = home;
        for (int i = 1; i <= LONGEST_PATH; i++) {
            if (!context.wasTried(candidates.target(choice))) {
                if (!candidates.hashIsBounded() || !candidates.full(choice)) {
                    return choice;
                }
                if (leastFull < 0 || candidates.lessLoaded(choice, leastFull)) {
                    leastFull = choice;
                }
            }
            choice = candidates.hashed(WorkerRandom.mix(hash + i * GOLDEN_GAMMA));
        }
        return leastFull < 0 ? candidates.anyUntried(home, context) : leastFull;
    }
}
