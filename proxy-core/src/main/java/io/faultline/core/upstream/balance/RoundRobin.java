package io.faultline.core.upstream.balance;

/** In turn. */
final class RoundRobin implements Balancer {

    private int position;

    RoundRobin(long seed) {
        position = (int) (seed >>> 33);
    }

    @Override
    public int pick(Candidates candidates, PickContext context) {
        int size = candidates.size();
        for (int i = 0; i < size; i++) {
            position = (position + 1) % size;
            if (!context.wasTried(candidates.target(position))) {
                break;
            }
        }
        return position;
    }
}
