package io.faultline.l7.exchange;

import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.grpc.GrpcCall;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.upstream.UpstreamConnection;
import io.faultline.l7.upstream.UpstreamEvents;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only owner of order: what happens to a request, from its head to the end of its answer.
 *
 * <pre>
 *   admission -> route -> request fields -> destination -> connection -> request out -> answer back
 *                                                ^                           |
 *                                                +--- another try, perhaps --+
 * </pre>
 *
 * <p>Until the first byte of an answer has gone to the client, a failed try may be followed by another
 * one; afterwards a failure can only be passed on. What it decides nothing about it leaves to others:
 * {@link Destination} where to, {@link ConnectionSearch} on which connection, {@link Tries} whether once
 * more, {@link ExchangeClock} how long. {@link ExchangeRecord} remembers.
 *
 * <p>Reused; on the worker's loop only.
 */
public final class ExchangeDriver implements UpstreamEvents, ConnectionSearch.Outcome {

    private final HttpService service;
    private final Destination destination;
    private final ExchangeRecord record;
    private final ConnectionSearch search;
    private final ExchangeClock clock;
    private final Tries tries;
    private final Leg leg;

    private @Nullable ClientStream client; // null: not in use
    private @Nullable Route route;
    private @Nullable Forward forward; // what the route does, if it forwards
    private @Nullable PooledUpstream upstream;
    private Fields requestTrailers;
    private boolean answerBegan;

    ExchangeDriver(HttpService service) {
        this.service = service;
        this.destination = new Destination(service);
        this.record = new ExchangeRecord(service.worker());
        this.search = new ConnectionSearch(record, destination.context(), this);
        this.clock = new ExchangeClock(this, service.worker());
        this.tries = new Tries(service.worker());
        this.leg = new Leg(tries.replay(), clock, record.timeline());
        this.requestTrailers = service.noTrailers();
    }

    // ---- the request's way in

    /** A request head is complete. */
    public void begin(ClientStream newClient) {
        client = newClient;
        newClient.connection().servedUnder(service.generation());
        long now = now();
        record.begin(newClient, now);
        answerBegan = false;
        requestTrailers = service.noTrailers();
        RequestHead request = newClient.request();
        Fault refusal = service.admission().refusal(newClient, now);
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        Route found = service.routes().match(request, newClient.connection().client());
        if (found == null) {
            refuse(ExchangeFaults.noRoute(request));
            return;
        }
        route = found;
        Fault shut = Admission.refusal(found.gate(), newClient, now);
        if (shut != null) {
            refuse(shut);
            return;
        }
        if (found.action() instanceof Forward to) {
            forward(found, to, now);
        } else {
            service.answers().ofRoute(newClient, found);
            answered();
        }
    }

    private void forward(Route found, Forward to, long now) {
        ClientStream from = client();
        RequestHead request = from.request();
        forward = to;
        if (Admission.isLastHop(request)) {
            service.answers().lastHop(from, found);
            answered();
            return;
        }
        Fault refusal = service.prepare(from, found, to);
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        PooledUpstream towards = destination.choose(to, request, from.connection());
        upstream = towards;
        Fault closed = towards.refusal(now);
        if (closed != null) {
            refuse(closed);
            return;
        }
        tries.begin(to.retries(), towards.upstream(), request);
        clock.exchangeBegins(to.timers(), patience(to, request), now);
        search.exchangeBegins(destination.isBound(), from.connection());
        tryNext(destination.pick(towards), true, now);
    }

    /** How long all of it may take: the route says so, and the client of a gRPC call. */
    private static Timer patience(Forward to, RequestHead request) {
        Timer ofTheRoute = to.timers().total();
        if (!request.fields().has(KnownField.GRPC_TIMEOUT)) {
            return ofTheRoute;
        }
        Timer asked = GrpcCall.deadline(request);
        return asked == null || asked.nanos() > ofTheRoute.nanos() ? ofTheRoute : asked;
    }

    // ---- a try: its connection

    private void tryNext(@Nullable Endpoint picked, boolean mayReuse, long now) {
        PooledUpstream towards = upstream();
        record.tryBegins(now);
        tries.tryBegins();
        clock.tryBegins(now);
        UpstreamConnection waiting = search.begin(towards, picked, mayReuse, now);
        if (waiting != null) {
            onConnection(waiting, now);
        }
    }

    @Override
    public void onQueued() {
        long now = now();
        record.timeline().enter(Phase.QUEUE, now);
        clock.await(upstream().pending(), now);
    }

    @Override
    public void onPlace() {
        clock.stepIsOver();
    }

    @Override
    public void onNoConnection(Fault fault) {
        clock.tryIsOver();
        Endpoint next = destination.pick(upstream());
        boolean elsewhere = next != null && !destination.context().wasTried(next);
        if (elsewhere && tries.mayFollowNoConnection(fault)) {
            tryNext(next, true, now());
        } else {
            answer(tries.explained(fault, null)); // the ledger has it already
        }
    }

    // ---- the request out

    @Override
    public void onConnection(UpstreamConnection connection, long now) {
        ClientStream from = client();
        clock.stepIsOver();
        record.servedBy(connection.endpoint(), connection.wasUsed());
        tries.requestLeaves();
        leg.begin(connection, this, from, requestTrailers, now);
        leg.awaits(from, now());
        if (from.isRequestComplete() && !leg.isEndpointFull()) {
            clock.awaitAnswer(now);
        }
    }

    /** Body bytes from the client. */
    public void onRequestBody(Chunk chunk, int from, int to, long receivedSoFar) {
        if (receivedSoFar > forward().bodyBytes().most()) {
            refuse(ExchangeFaults.tooLarge(forward().bodyBytes(), receivedSoFar));
        } else {
            leg.sendBody(chunk, from, to, client());
        }
    }

    /** The client has sent its request to the end. */
    public void onRequestEnd(Fields trailers) {
        requestTrailers = trailers; // a request that is tried again needs them again
        leg.sendEnd(trailers);
        if (!answerBegan) {
            long now = now();
            leg.requestIsOut(now);
            if (!leg.isEndpointFull()) {
                clock.awaitAnswer(now);
            }
        }
    }

    @Override
    public void onUpstreamDrained() {
        leg.endpointDrained(client());
    }

    // ---- the answer back

    @Override
    public void onInterim(ResponseHead head) {
        client().sendInterim(head);
    }

    @Override
    public void onResponse(ResponseHead head) {
        clock.tryIsOver();
        long now = now();
        record.answerBegins(now);
        record.grpcEnded(head.fields());
        record.hopsBehind(head.fields());
        Fault misfit = client().misfit(head);
        if (misfit != null) {
            refuse(misfit);
        } else if (head.status() == 101) {
            upgrade(head);
        } else if (head.status() < 500 || !isTriedAgain(head)) {
            relay(head, now);
        }
    }

    private void relay(ResponseHead head, long now) {
        answerBegan = true;
        leg.answered(head.status());
        if (head.status() < 500) {
            succeeded(now);
        }
        if (client().request().asksForUpgrade()) {
            noteRefusedUpgrade(head);
        }
        destination.remember(head, leg.endpoint(), client().request().isSecure());
        Objects.requireNonNull(route).responseEdits().apply(head.fields());
        service.diagnostics().onRelayed(client(), head, record);
        clock.awaitBody(leg.moved(), now);
        client().sendHead(head);
    }

    private void succeeded(long now) {
        upstream().succeeded(record.timeline().at(Mark.ACCEPTED), now);
    }

    /** Its answer is passed on all the same: it may say why. */
    private void noteRefusedUpgrade(ResponseHead head) {
        Fault refused = ExchangeFaults.refusedUpgrade(client().request(), head);
        if (refused != null) {
            note(tries.explained(refused, leg.endpoint()));
        }
    }

    /** The application itself failed. Where the route says so, another endpoint is asked. */
    private boolean isTriedAgain(ResponseHead head) {
        boolean again = tries.mayFollowStatus(head.status());
        Fault fault = tries.explained(ExchangeFaults.ownError(head, record.hops()), leg.endpoint());
        note(fault);
        if (again) {
            leg.discard();
            followUp(fault);
        } else {
            record.endedBy(fault);
            failedWith(fault);
        }
        return again;
    }

    @Override
    public void onResponseBody(Chunk chunk, int from, int to) {
        leg.relay(chunk, from, to, client());
    }

    @Override
    public @Nullable Wire bodySink() {
        return client().bodySink();
    }

    @Override
    public void onResponseBodyMoved(int bytes) {
        leg.relayed(bytes, client());
    }

    /** The client has taken what waited for it. */
    public void onClientDrained() {
        if (answerBegan) {
            leg.clientDrained();
        }
    }

    @Override
    public void onResponseEnd(Fields trailers) {
        record.grpcEnded(trailers);
        leg.ended();
        over(client()).sendEnd(trailers);
    }

    private void upgrade(ResponseHead head) {
        succeeded(now());
        ClientStream upgraded = client();
        upgraded.sendHead(head);
        service.outbox().flush();
        Tunnel tunnel = leg.becomeTunnel(upgraded, upstream(), forward().timers().tunnelIdle());
        tunnel.begin(over(upgraded).takeOver(tunnel));
    }

    // ---- what fails

    @Override
    public void onUpstreamFailed(Fault fault) {
        if (leg.hasBegunToAnswer()) {
            tries.endHere();
        }
        failed(fault);
    }

    /** The connect, the queue or the application took too long for one try. */
    void onTryTimeout(Timer fired) {
        if (search.isRunning()) {
            search.expire(fired.text());
        } else {
            String waitedFor = leg.waitsForClient(client(), answerBegan);
            giveUpTry(ExchangeFaults.timedOut(fired, leg.endpointName(), leg.witness(), waitedFor));
        }
    }

    /** A body should have moved by now. */
    void onStall(Timer fired, long movedBefore) {
        Fault stall = leg.stallSince(movedBefore, fired, answerBegan);
        if (stall == null) {
            clock.awaitMore(fired, leg.moved());
        } else {
            giveUpTry(stall);
        }
    }

    private void giveUpTry(Fault fault) {
        if (leg.giveUpStream()) {
            tries.endHere();
        }
        failed(fault);
    }

    /** There is no time left for this exchange, whatever it does. */
    void onTotalTimeout(Timer fired) {
        tries.endHere();
        onTryTimeout(fired);
    }

    /** A try that was sent has failed; its stream is closed already. */
    private void failed(Fault seen) {
        boolean again = !answerBegan && tries.mayFollow(seen);
        Fault fault = tries.explained(seen, leg.endpoint());
        note(fault);
        if (again) {
            followUp(fault);
            return;
        }
        record.addFailed(leg.endpointName(), fault, now());
        ErrorCode reason = leg.reasonForClient();
        leg.ended();
        if (answerBegan) {
            record.endedBy(fault);
            over(client()).abort(fault, reason);
        } else {
            answer(fault);
        }
    }

    /** Another try, after one that was sent and failed. */
    private void followUp(Fault fault) {
        long now = now();
        record.addFailed(leg.endpointName(), fault, now);
        boolean stale = fault.code() == TransportFault.STALE_REUSE;
        Endpoint asked = leg.endpoint();
        if (!Tries.wasNeverSeen(fault) && asked != null) {
            destination.context().tried(asked);
        }
        clock.tryIsOver();
        leg.ended();
        if (!client().isRequestComplete()) {
            client().wantBody(false); // nobody takes it until there is a connection again
        }
        tryNext(destination.pick(upstream()), !stale, now);
    }

    /** The client has gone, or its connection must end now. */
    public void abandon(Fault fault) {
        note(fault);
        record.endedBy(fault);
        search.cancel();
        leg.cancel();
        over(client());
    }

    /** An answer of our own, whatever is under way. */
    private void refuse(Fault fault) {
        note(fault);
        answer(fault);
    }

    // ---- the end

    private void answer(Fault fault) {
        record.endedBy(fault);
        failedWith(fault);
        leg.cancel();
        record.timeline().enter(Phase.WORK, now());
        record.grpcEnded(service.answers().fault(client(), route, fault, record));
        answered();
    }

    /** The client gets no answer but an error, and not for its own fault. */
    private void failedWith(Fault fault) {
        if (upstream != null) {
            upstream.failed(fault, now());
        }
    }

    /** An answer of our own is out, and ends the exchange. */
    private void answered() {
        over(client()).sendEnd(service.noTrailers());
    }

    /** Ready for another exchange; whoever holds this one no longer may. */
    private ClientStream over(ClientStream ending) {
        clock.stop();
        record.end(ending, route, upstream == null ? null : upstream.upstream(), now());
        tries.clear();
        destination.clear();
        client = null;
        route = null;
        forward = null;
        upstream = null;
        service.giveBack(this);
        return ending;
    }

    private void note(Fault fault) {
        WorkerUpstream to = upstream == null ? null : upstream.upstream();
        service.record(fault, client().connection(), to, leg.endpoint());
    }

    // ---- facts

    private long now() {
        return service.worker().nanos();
    }

    private ClientStream client() {
        return Objects.requireNonNull(client); // an exchange is under way
    }

    private Forward forward() {
        return Objects.requireNonNull(forward);
    }

    private PooledUpstream upstream() {
        return Objects.requireNonNull(upstream);
    }
}
