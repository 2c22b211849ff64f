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

    private final Outbox outbox;
    private final HpackBlock hpackBlock = new HpackBlock();
    private final Map<Key, HttpPool> pools = new HashMap<>();

    public HttpWorker(Worker worker) {
        this.outbox = new Outbox(worker::execute);
        worker.atTheEnd(() -> pools.values().forEach(HttpPool::close));
    }

    HpackBlock hpackBlock() {
        return hpackBlock;
    }

    Outbox outbox() {
        return outbox;
    }

    PooledUpstream pooled(WorkerUpstream upstream, HeadLimits heads) {
        HttpPool pool =
                pools.computeIfAbsent(
                        new Key(upstream.name(), heads),
                        unseen -> new HttpPool(upstream, heads, outbox, hpackBlock));
        return new PooledUpstream(upstream, pool);
    }
}
