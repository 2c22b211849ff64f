package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.Retry;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.gate.OpenCount;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import io.faultline.l7.config.route.RetriesConfig.On;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.action.Retries;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed try of one exchange may be followed by another one. Three questions, in this order:
 *
 * <ol>
 *   <li>Is it safe? Only if nothing of the request left, or its method may be done twice, and if all of
 *       its body that left is still here. What began to answer is never asked again.
 *   <li>Is it worth it? The route says after which failures, and how often.
 *   <li>Can the upstream bear it? Retries of all workers together may be a share of its running requests
 *       only: when everything fails, twice the load would keep it from coming back.
 * </ol>
 *
 * <p>A connection that died while it waited in the pool is another matter: the endpoint never saw the
 * request, so it costs neither a try nor the budget. Reused; on the worker's loop only.
 */
final class Tries {

    private static final int MOST_STALE = 3;
    private static final int PERCENT = 100;

    private final ReplayBuffer replay;
    private @Nullable Retries rules;
    private @Nullable WorkerUpstream upstream;
    private boolean idempotent;
    private boolean requestLeft;
    private int begun;
    private int current; // the try that is under way
    private int stale;
    private boolean countsAsRetry; // among those that run now
    private boolean budgetSpent;
    private boolean noMore;

    Tries(Worker worker) {
        replay = new ReplayBuffer(worker.chunks());
    }

    void begin(Retries ofTheRoute, WorkerUpstream towards, RequestHead request) {
        rules = ofTheRoute;
        upstream = towards;
        idempotent = request.method().isIdempotent();
        begun = 1;
        current = 1;
        if (request.hasBody()) {
            long most = ofTheRoute.maxReplayBytes();
            boolean fits =
                    request.bodyLength() == BodyLength.FRAMED || request.bodyLength() <= most;
            boolean mayBeRefused =
                    towards.speaks() != Speaks.H1; // unprocessed, whatever the method
            replay.begin((idempotent || mayBeRefused) && fits ? most : 0);
        }
    }

    ReplayBuffer replay() {
        return replay;
    }

    /** A try begins: the first one, or one that {@link #mayFollow} allowed. */
    void tryBegins() {
        current = begun;
    }

    /** Bytes of the request are about to go to an endpoint. */
    void requestLeaves() {
        requestLeft = true;
    }

    /** There is no time for another one. */
    void endHere() {
        noMore = true;
    }

    /** No connection could be had. */
    boolean mayFollowNoConnection(Fault fault) {
        boolean timer = fault.code() == TransportFault.CONNECT_TIMEOUT && rules().after(On.TIMEOUT);
        return fault.mayGoElsewhere()
                && (timer || rules().after(On.CONNECT_FAILURE))
                && mayFollow(false);
    }

    /** The stream broke before it answered, or nobody waits for it any more. */
    boolean mayFollow(Fault fault) {
        boolean unprocessed = isUnprocessed(fault);
        if (wasNeverSeen(fault)) {
            return isSafe(unprocessed) && ++stale <= MOST_STALE;
        }
        return isWorthIt(fault) && mayFollow(unprocessed);
    }

    /**
     * The endpoint had given the connection up before the request came: that is nobody's failure. Where the
     * connection said so itself, another one to the same endpoint is as good as any.
     */
    static boolean wasNeverSeen(Fault fault) {
        return fault.code() == TransportFault.STALE_REUSE
                || fault.code() == ApplicationFault.GOAWAY;
    }

    /** RFC 9113 8.7: the endpoint itself says that it did nothing, so any method may be done again. */
    private static boolean isUnprocessed(Fault fault) {
        return fault.code() == ApplicationFault.GOAWAY
                || fault.code() == ApplicationFault.STREAM_REFUSED;
    }

    private boolean isWorthIt(Fault fault) {
        if (fault.side() != Side.UPSTREAM) {
            return false; // who waits for its client would wait as long elsewhere
        }
        if (fault.code() == TransportFault.READ_STALLED) {
            return rules().after(On.RESET); // its connection is as dead as if it had been reset
        }
        if (fault.code() == ApplicationFault.RESPONSE_TIMEOUT || fault.timer() != null) {
            return rules().after(On.TIMEOUT);
        }
        Retry rule = fault.code().retry();
        boolean broke =
                (fault.code() instanceof TransportFault
                                || fault.code() == ApplicationFault.STREAM_RESET)
                        && rule != Retry.NEVER;
        return (broke || rule == Retry.ALWAYS) && rules().after(On.RESET);
    }

    /** The endpoint answered, but only that it cannot. */
    boolean mayFollowStatus(int status) {
        return rules().afterStatus(status) && mayFollow(false);
    }

    private boolean mayFollow(boolean unprocessed) {
        if (!isSafe(unprocessed) || noMore || begun >= rules().attempts() || !entersBudget()) {
            return false;
        }
        begun++;
        upstream().metrics().retried();
        return true;
    }

    private boolean isSafe(boolean unprocessed) {
        return (idempotent || !requestLeft || unprocessed) && replay.isWhole();
    }

    /** An exchange runs once, however often it was tried again, so it needs one place. */
    private boolean entersBudget() {
        if (!countsAsRetry) {
            countsAsRetry = running().tryEnter(budget());
            budgetSpent = !countsAsRetry;
            if (budgetSpent) {
                upstream().metrics().retryRefused();
            }
        }
        return countsAsRetry;
    }

    private int budget() {
        long active = upstream().picker().cluster().active() + 1L; // this one was just released
        return (int) Math.max(rules().budgetMin(), active * rules().budgetPercent() / PERCENT);
    }

    /**
     * The fault of the try under way: which one that is, what was in force, and what kept it from being
     * tried again, where the operator could change that.
     *
     * @param endpoint null where none was had: then it is said already what was in force
     */
    Fault explained(Fault seen, @Nullable Endpoint endpoint) {
        Fault fault = endpoint == null ? seen : upstream().proven(seen, endpoint);
        if (rules().attempts() > 1) {
            fault = fault.with("try", current + " of " + rules().attempts());
        }
        if (!budgetSpent) {
            return fault;
        }
        Cluster cluster = upstream().picker().cluster();
        return fault.with(
                "noRetry",
                "budget spent: %d retries beside %d requests, %s"
                        .formatted(cluster.retries().open(), cluster.active(), rules().budget()));
    }

    /** Ready for another exchange. */
    void clear() {
        if (countsAsRetry) {
            running().leave();
        }
        replay.clear();
        rules = null;
        upstream = null;
        requestLeft = false;
        begun = 0;
        stale = 0;
        countsAsRetry = false;
        budgetSpent = false;
        noMore = false;
    }

    private OpenCount running() {
        return upstream().picker().cluster().retries();
    }

    private Retries rules() {
        Retries known = rules;
        assert known != null : "this request is not forwarded";
        return known;
    }

    private WorkerUpstream upstream() {
        WorkerUpstream known = upstream;
        assert known != null : "this request is not forwarded";
        return known;
    }
}
