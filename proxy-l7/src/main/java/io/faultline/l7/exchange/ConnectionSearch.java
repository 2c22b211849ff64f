package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Phase;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.ClientPreamble;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Wire;
import io.faultline.l7.upstream.Arrivals;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.PoolQueue;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.upstream.UpstreamConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets one try its connection: one of the pool that has room if there is any, else one that is just being
 * made and can be shared, else a new one, and where no more may be made, whichever comes free first. On the worker's loop only; reused from try to try.
 */
final class ConnectionSearch
        implements UpstreamConnector.Outcome, PoolQueue.Waiter, Arrivals.Waiter {

    /** Hears exactly one of the two, unless the search was cancelled. */
    interface Outcome {

        /** Its endpoint is acquired: whoever gets it releases it. */
        void onConnection(UpstreamConnection connection, long now);

        /** It waits for a connection or a place, as long as the pool lets it. */
        void onQueued();

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
    private boolean joined; // waits for a connection that another exchange makes
    private boolean hasPlace; // for the connection that it makes
    private int missed; // connections that were waited for in vain
    private @Nullable Endpoint making;
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
        missed = 0;
        if (first == null) {
            connect();
        } else {
            acquire(first);
        }
        return null;
    }

    /** There is none that is there already. */
    private void acquire(Endpoint wanted) {
        HttpPool pool = towards().pool();
        if (pool.arrivals().tryJoin(wanted, this)) {
            joined = true;
            record.timeline().enter(Phase.CONNECT, towards().upstream().worker().nanos());
        } else if (pool.tryTakePlace()) {
            hasPlace = true;
            connect();
        } else if (pool.queue().isFull()) {
            refused(SessionFault.CONNECTION_LIMIT, "cap", towards().upstream().pool().pendingCap());
        } else {
            queued = true;
            pool.queue().add(this);
            outcome.onQueued();
        }
    }

    boolean isRunning() {
        return towards != null;
    }

    private void connect() {
        var search =
                new UpstreamConnector(
                        towards().upstream(), context, record.timeline(), client().id(), this);
        connector = search;
        search.startAt(picked);
    }

    // ---- with others

    @Override
    public void onNoArrival(@Nullable Fault fault) {
        joined = false;
        Endpoint next = Objects.requireNonNull(picked);
        if (fault != null) {
            context.tried(next);
            Endpoint other = towards().upstream().picker().pick(context);
            int most = towards().upstream().policy().attempts();
            if (other == null || context.wasTried(other) || ++missed >= most) {
                over();
                outcome.onNoConnection(fault);
                return;
            }
            next = other;
            picked = other;
        }
        UpstreamConnection ready = towards().pool().take(next);
        if (ready == null) {
            acquire(next);
        } else {
            onReady(ready);
        }
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
        hasPlace = true;
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
    public void onAttempt(Endpoint endpoint) {
        making = endpoint;
        towards().pool().arrivals().begins(endpoint);
    }

    @Override
    public void onAttemptFailed(Endpoint endpoint, Fault fault) {
        making = null;
        towards().pool().arrivals().failed(endpoint, fault);
    }

    @Override
    public void onTcpConnected(Wire wire) {
        ClientPreamble.send(towards().upstream().preamble(), client(), wire);
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint endpoint) {
        HttpPool pool = towards().pool();
        long now = towards().upstream().worker().nanos();
        UpstreamConnector done = Objects.requireNonNull(connector);
        String application = done.application();
        record.connected(done.isResumed());
        making = null;
        over();
        outcome.onConnection(pool.adopt(wire, endpoint, application, now), now);
    }

    @Override
    public void onNoUpstream(Fault fault) {
        givePlaceBack();
        over();
        outcome.onNoConnection(fault);
    }

    private void givePlaceBack() {
        if (hasPlace) {
            hasPlace = false;
            towards().pool().giveBackPlace();
        }
    }

    // ---- the end

    /** A deadline has passed: ends as if a timer of its own had. */
    void expire(String timer) {
        UpstreamConnector connecting = connector;
        if (connecting != null) {
            connecting.expire(timer);
        } else if (joined) {
            missedIn(timer);
        } else {
            towards().pool().queue().forget(this);
            refused(SessionFault.QUEUE_TIMEOUT, "timer", timer);
        }
    }

    /** The connection that was waited for is still being made. */
    private void missedIn(String timer) {
        Endpoint awaited = Objects.requireNonNull(picked);
        WorkerUpstream upstream = towards().upstream();
        towards().pool().arrivals().forget(awaited, this);
        Fault fault =
                Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT)
                        .with("address", awaited.peer().toString())
                        .with("timer", timer)
                        .with("connection", "made for another request, to be shared");
        upstream.faults().record(fault, upstream.faultScope(), awaited.name(), client().id());
        over();
        outcome.onNoConnection(fault);
    }

    void cancel() {
        UpstreamConnector connecting = connector;
        if (connecting != null) {
            Endpoint abandoned = making;
            HttpPool pool = towards().pool();
            connecting.cancel();
            givePlaceBack();
            making = null;
            over();
            if (abandoned != null) {
                pool.arrivals().failed(abandoned, null);
            }
        } else if (joined) {
            towards().pool().arrivals().forget(Objects.requireNonNull(picked), this);
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
        joined = false;
        hasPlace = false;
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
