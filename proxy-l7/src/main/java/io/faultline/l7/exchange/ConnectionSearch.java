package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.ClientPreamble;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Wire;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.PoolQueue;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.upstream.UpstreamConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets one try its connection: one that waits in the pool if there is any, else a new one, and where no
 * more may be made, whichever comes free first. On the worker's loop only; reused from try to try.
 */
final class ConnectionSearch implements UpstreamConnector.Outcome, PoolQueue.Waiter {

    /** Hears exactly one of the two, unless the search was cancelled. */
    interface Outcome {

        /** Its endpoint is acquired: whoever gets it releases it. */
        void onConnection(UpstreamConnection connection, long now);

        /** It waits no longer for a place: a connection is made now. */
        void onPlace();

        /** The fault is in the ledger already. */
        void onNoConnection(Fault fault);
    }

    private final ExchangeRecord record;
    private final PickContext context;
    private final Outcome outcome;
    private @Nullable PooledUpstream towards; // while it runs
    private @Nullable Endpoint picked;
    private @Nullable UpstreamConnector connector; // while a connection is made
    private boolean bound; // to the endpoint that was picked
    private boolean queued;
    private @Nullable DownstreamConnection client;

    ConnectionSearch(ExchangeRecord record, PickContext context, Outcome outcome) {
        this.record = record;
        this.context = context;
        this.outcome = outcome;
    }

    /** For another exchange: whether its requests belong to certain endpoints, and whose it is. */
    void exchangeBegins(boolean boundToEndpoints, DownstreamConnection from) {
        bound = boundToEndpoints;
        client = from;
    }

    /**
     * A connection that is there already is answered at once, without {@link Outcome}.
     *
     * @param first null where nobody could be picked
     */
    @Nullable UpstreamConnection begin(
            PooledUpstream upstream, @Nullable Endpoint first, boolean mayReuse, long now) {
        HttpPool pool = upstream.pool();
        if (first != null && mayReuse) {
            UpstreamConnection idle = pool.take(first);
            if (idle != null) {
                first.acquire();
                record.connectionWaited(now);
                return idle;
            }
        }
        towards = upstream;
        picked = first;
        if (first == null || pool.tryTakePlace()) {
            connect();
        } else if (pool.queue().isFull()) {
            refused(SessionFault.CONNECTION_LIMIT, "cap", upstream.upstream().pool().pendingCap());
        } else {
            queued = true;
            pool.queue().add(this);
        }
        return null;
    }

    boolean isRunning() {
        return towards != null;
    }

    /** It waits until another exchange leaves a connection, or the place of one. */
    boolean isQueued() {
        return queued;
    }

    private void connect() {
        var search =
                new UpstreamConnector(
                        towards().upstream(), context, record.timeline(), client().id(), this);
        connector = search;
        search.startAt(picked);
    }

    // ---- in the queue

    @Override
    public boolean accepts(Endpoint endpoint) {
        return endpoint == picked
                || !bound && !context.wasTried(endpoint) && towards().mayTake(endpoint);
    }

    @Override
    public void onReady(UpstreamConnection connection) {
        long now = towards().upstream().worker().nanos();
        record.connectionWaited(now);
        over();
        connection.endpoint().acquire();
        outcome.onConnection(connection, now);
    }

    @Override
    public void onPlace() {
        queued = false;
        outcome.onPlace();
        connect();
    }

    private void refused(FaultCode code, String name, String limit) {
        WorkerUpstream upstream = towards().upstream();
        PoolPolicy policy = upstream.pool();
        Fault fault =
                Fault.of(code, Side.PROXY, Stage.BALANCE)
                        .with(name, limit)
                        .with("connections", policy.connectionsCap())
                        .with("waiting", Integer.toString(towards().pool().queue().size()));
        upstream.faults().record(fault, upstream.faultScope(), null, client().id());
        over();
        outcome.onNoConnection(fault);
    }

    // ---- a new one

    @Override
    public void onTcpConnected(Wire wire) {
        ClientPreamble.send(towards().upstream().preamble(), client(), wire);
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint endpoint) {
        HttpPool pool = towards().pool();
        long now = towards().upstream().worker().nanos();
        over();
        outcome.onConnection(pool.adopt(wire, endpoint, now), now);
    }

    @Override
    public void onNoUpstream(Fault fault) {
        givePlaceBack();
        over();
        outcome.onNoConnection(fault);
    }

    private void givePlaceBack() {
        if (picked != null) {
            towards().pool().giveBackPlace();
        }
    }

    // ---- the end

    /** A deadline has passed: ends as if a timer of its own had. */
    void expire(String timer) {
        UpstreamConnector connecting = connector;
        if (connecting != null) {
            connecting.expire(timer);
        } else {
            towards().pool().queue().forget(this);
            refused(SessionFault.QUEUE_TIMEOUT, "timer", timer);
        }
    }

    void cancel() {
        UpstreamConnector connecting = connector;
        if (connecting != null) {
            connecting.cancel();
            givePlaceBack();
            over();
        } else if (queued) {
            towards().pool().queue().forget(this);
            over();
        }
    }

    private void over() {
        UpstreamConnector ended = connector;
        if (ended != null) {
            record.add(ended.attempts());
        }
        connector = null;
        towards = null;
        picked = null;
        queued = false;
    }

    private DownstreamConnection client() {
        return Objects.requireNonNull(client);
    }

    private PooledUpstream towards() {
        PooledUpstream upstream = towards;
        assert upstream != null : "no search is under way";
        return upstream;
    }
}
