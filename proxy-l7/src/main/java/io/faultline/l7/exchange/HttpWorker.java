package io.faultline.l7.exchange;

import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.wire.Outbox;
import java.util.HashMap;
import java.util.Map;

/**
 * What all HTTP listeners of one worker share: where they put together what they send, and the
 * connections to the upstreams.
 *
 * <p>A connection reads answers under the limits it was made for, so only listeners whose limits are the
 * same share a pool. On the worker's loop only, but for its making.
 */
public final class HttpWorker {

    private record Key(String upstream, HeadLimits heads) {}

    /** A pool, for whom it was made, and the last configuration that asked for it. */
    private record Kept(HttpPool pool, WorkerUpstream madeFor, long generation) {

        /** Connections that were made for one can carry the exchanges of the other. */
        boolean fits(WorkerUpstream upstream) {
            return madeFor.picker().cluster() == upstream.picker().cluster()
                    && madeFor.tls() == upstream.tls()
                    && madeFor.speaks() == upstream.speaks()
                    && madeFor.preamble() == upstream.preamble()
                    && madeFor.pool().hasLimitsOf(upstream.pool());
        }
    }

    private final Outbox outbox;
    private final HpackBlock hpackBlock = new HpackBlock();
    private final Map<Key, Kept> pools = new HashMap<>();

    public HttpWorker(Worker worker) {
        this.outbox = new Outbox(worker::execute);
        worker.atTheEnd(() -> pools.values().forEach(kept -> kept.pool().close()));
    }

    HpackBlock hpackBlock() {
        return hpackBlock;
    }

    Outbox outbox() {
        return outbox;
    }

    PooledUpstream pooled(WorkerUpstream upstream, HeadLimits heads) {
        long generation = upstream.generation();
        var key = new Key(upstream.name(), heads);
        Kept kept = pools.get(key);
        if (kept != null && kept.fits(upstream)) {
            pools.put(
                    key,
                    new Kept(kept.pool(), kept.madeFor(), Math.max(kept.generation(), generation)));
            return new PooledUpstream(upstream, kept.pool());
        }
        var pool = new HttpPool(upstream, heads, outbox, hpackBlock);
        if (kept != null && generation < kept.generation()) {
            pool.close(); // an exchange of an earlier configuration: nothing is kept for
            // another one
        } else {
            if (kept != null) {
                kept.pool().close();
            }
            pools.put(key, new Kept(pool, upstream, generation));
        }
        return new PooledUpstream(upstream, pool);
    }
}
