package io.faultline.l7.exchange;

import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.wire.Wire;
import io.faultline.l7.upstream.Http1Upstream;
import io.faultline.l7.upstream.HttpPool;
import org.jspecify.annotations.Nullable;

/**
 * Gets one try its connection: one that waits in the pool if there is any, else a new one. On the
 * worker's loop only; reused from try to try.
 */
final class ConnectionSearch implements UpstreamConnector.Outcome {

    /** Hears exactly one of the two, unless the search was cancelled. */
    interface Outcome {

        /** Its endpoint is acquired: whoever gets it releases it. */
        void onConnection(Http1Upstream connection);

        /** The fault is in the ledger already. */
        void onNoConnection(Fault fault);
    }

    private final ExchangeRecord record;
    private final Outcome outcome;
    private @Nullable HttpPool pool;
    private @Nullable UpstreamConnector connector; // while one is made

    ConnectionSearch(ExchangeRecord record, Outcome outcome) {
        this.record = record;
        this.outcome = outcome;
    }

    /**
     * A connection that is there already is answered at once, without {@link Outcome}.
     *
     * @param picked null where nobody could be picked
     */
    @Nullable Http1Upstream begin(
            HttpPool from,
            @Nullable Endpoint picked,
            PickContext context,
            boolean mayReuse,
            long connectionId,
            long now) {
        if (picked != null && mayReuse) {
            Http1Upstream idle = from.takeIdle(picked);
            if (idle != null) {
                picked.acquire();
                record.connectionWaited(now);
                return idle;
            }
        }
        var search =
                new UpstreamConnector(
                        from.upstream(), context, record.timeline(), connectionId, this);
        pool = from;
        connector = search;
        search.startAt(picked);
        return null;
    }

    boolean isRunning() {
        return connector != null;
    }

    /** A deadline has passed: ends as if a timer of its own had. */
    void expire(String timer) {
        if (connector != null) {
            connector.expire(timer);
        }
    }

    void cancel() {
        if (connector != null) {
            connector.cancel();
            over();
        }
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint endpoint) {
        HttpPool from = pool;
        assert from != null : "a search is under way";
        over();
        outcome.onConnection(from.adopt(wire, endpoint));
    }

    @Override
    public void onNoUpstream(Fault fault) {
        over();
        outcome.onNoConnection(fault);
    }

    private void over() {
        UpstreamConnector ended = connector;
        if (ended != null) {
            record.add(ended.attempts());
        }
        connector = null;
        pool = null;
    }
}
