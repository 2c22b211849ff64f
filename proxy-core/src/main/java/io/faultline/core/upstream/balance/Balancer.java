package io.faultline.core.upstream.balance;

/**
 * Chooses among the candidates. One per worker and cluster, so it may keep a position of its own and
 * needs no lock. On the worker's loop only; a pick allocates nothing.
 */
public interface Balancer {

    /**
     * The index of the next one. A target this session {@linkplain PickContext#tried tried} comes
     * again only when all were tried. There is at least one candidate.
     */
    int pick(Candidates candidates, PickContext context);
}
