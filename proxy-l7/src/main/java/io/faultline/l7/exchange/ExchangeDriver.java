package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Redirect;
import io.faultline.l7.route.action.RequestKey;
import io.faultline.l7.route.action.Respond;
import io.faultline.l7.route.action.Rewrite;
import io.faultline.l7.upstream.Http1Upstream;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.upstream.UpstreamEvents;
import io.faultline.l7.upstream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * The only owner of order: what happens to a request, from its head to the end of its answer.
 *
 * <pre>
 *   path normalised -> route -> request fields -> pick -> connection -> request out -> answer back
 * </pre>
 *
 * <p>Until the first byte of an answer has gone to the client, a failed try may be followed by another
 * one, if {@link Tries} allows it; afterwards a failure can only be passed on. {@link ConnectionSearch}
 * gets each try its connection, {@link ExchangeClock} says when somebody has waited long enough, {@link
 * ExchangeRecord} remembers. Reused; on the worker's loop only.
 */
public final class ExchangeDriver implements UpstreamEvents, ConnectionSearch.Outcome {

    private final HttpService service;
    private final ExchangeRecord record = new ExchangeRecord();
    private final PickContext context = new PickContext(0);
    private final ConnectionSearch search = new ConnectionSearch(record, context, this);
    private final ExchangeClock clock;
    private final Tries tries;

    private @Nullable ClientStream client; // null: not in use
    private @Nullable Route route;
    private @Nullable Forward forward;
    private @Nullable PooledUpstream upstream;
    private @Nullable UpstreamStream stream;
    private @Nullable Endpoint endpoint; // acquired
    private Fields requestTrailers;
    private boolean endpointIsFull; // the request's body waits for it
    private boolean clientIsFull; // the answer's body waits for it
    private boolean answerBegan;

    ExchangeDriver(HttpService service) {
        this.service = service;
        this.clock = new ExchangeClock(this, service.worker());
        this.tries = new Tries(service.worker());
        this.requestTrailers = service.noTrailers();
    }

    // ---- the request's way in

    /** A request head is complete. */
    public void begin(ClientStream newClient) {
        client = newClient;
        long now = now();
        record.begin(now);
        answerBegan = false;
        endpointIsFull = false;
        clientIsFull = false;
        requestTrailers = service.noTrailers();
        RequestHead request = newClient.request();
        if (request.method() == Method.CONNECT) {
            refuse(
                    Fault.of(ApplicationFault.BAD_REQUEST, Side.CLIENT, Stage.REQUEST)
                            .with("rule", "CONNECT is for forward proxies"));
            return;
        }
        Fault badPath = service.normalise(request);
        if (badPath != null) {
            refuse(badPath);
            return;
        }
        Route found = service.routes().match(request, newClient.connection().client());
        if (found == null) {
            refuse(
                    Fault.of(ApplicationFault.NO_MATCHING_ROUTE, Side.CLIENT, Stage.REQUEST)
                            .with("host", request.authorityText())
                            .with("path", request.pathText()));
            return;
        }
        route = found;
        switch (found.action()) {
            case Forward to -> forward(found, to, request, now);
            case Redirect redirect -> {
                answerBegan = true;
                service.answers().redirect(newClient, found, redirect);
                answered();
            }
            case Respond respond -> {
                answerBegan = true;
                service.answers().respond(newClient, found, respond);
                answered();
            }
        }
    }

    private void forward(Route found, Forward to, RequestHead request, long now) {
        forward = to;
        if (request.bodyLength() > to.bodyBytes().most()) {
            refuse(tooLarge(request.bodyLength()));
            return;
        }
        service.requestFields().apply(client(), found);
        Rewrite rewrite = to.rewrite();
        Fault badPath = rewrite == null ? null : service.rewrite(rewrite, request);
        if (badPath != null) {
            refuse(badPath);
            return;
        }
        long point = service.random();
        RequestKey splitBy = to.splitBy();
        if (splitBy != null) {
            point = splitBy.hash(request, client().connection().client(), point);
        }
        PooledUpstream towards = service.upstream(to, to.split().pick(point));
        upstream = towards;
        if (towards.isFull()) {
            refuse(
                    Fault.of(ApplicationFault.OVERLOADED, Side.PROXY, Stage.BALANCE)
                            .with("cap", towards.upstream().pool().requestsCap()));
            return;
        }
        long ownHash = client().connection().client().sourceHash();
        RequestKey hash = to.hash();
        context.reset(
                hash == null
                        ? ownHash
                        : hash.hash(request, client().connection().client(), ownHash));
        tries.begin(to.retries(), towards.upstream(), request);
        clock.exchangeBegins(to.timers(), now);
        search.exchangeBegins(hash != null, client().connection().id());
        tryNext(pick(), true, now);
    }

    // ---- pick, connection

    private @Nullable Endpoint pick() {
        return upstream().upstream().picker().pick(context);
    }

    private void tryNext(@Nullable Endpoint picked, boolean mayReuse, long now) {
        record.tryBegins(now);
        clock.tryBegins(now);
        PooledUpstream towards = upstream();
        Http1Upstream waiting = search.begin(towards, picked, mayReuse, now);
        if (waiting != null) {
            use(waiting, now);
        } else if (search.isQueued()) {
            clock.await(towards.pending(), now);
        }
    }

    @Override
    public void onConnection(Http1Upstream connection) {
        use(connection, now());
    }

    @Override
    public void onNoConnection(Fault fault) {
        clock.tryIsOver();
        Endpoint next = pick();
        boolean elsewhere = next != null && !context.wasTried(next);
        if (elsewhere && tries.mayFollowNoConnection(fault)) {
            tryNext(next, true, now());
        } else {
            answer(tries.explained(fault)); // the ledger has it already
        }
    }

    // ---- the request out

    private void use(Http1Upstream connection, long now) {
        endpoint = connection.endpoint();
        record.servedBy(connection.endpoint(), connection.wasUsed());
        RequestHead request = client().request();
        UpstreamStream newStream = connection.begin(this, request.method());
        stream = newStream;
        tries.requestLeaves();
        newStream.sendHead(request);
        endpointIsFull = !tries.replay().playTo(newStream);
        if (client().isRequestComplete()) {
            newStream.sendEnd(requestTrailers);
            clock.awaitAnswer(now);
        } else if (!endpointIsFull) {
            client().wantBody(true);
        }
    }

    /** Body bytes from the client. */
    public void onRequestBody(Chunk chunk, int from, int to, long receivedSoFar) {
        UpstreamStream sink = stream;
        if (sink == null) {
            return; // it was answered without its body
        }
        if (receivedSoFar > forward().bodyBytes().most()) {
            giveUpStream();
            refuse(tooLarge(receivedSoFar));
            return;
        }
        tries.replay().keep(chunk, from, to);
        if (!sink.sendBody(chunk, from, to)) {
            endpointIsFull = true;
            client().wantBody(false);
        }
    }

    public void onRequestEnd(Fields trailers) {
        requestTrailers = trailers;
        if (stream != null) {
            stream.sendEnd(trailers);
            if (!answerBegan) {
                clock.awaitAnswer(now());
            }
        }
    }

    @Override
    public void onUpstreamDrained() {
        endpointIsFull = false;
        if (!client().isRequestComplete()) {
            client().wantBody(true);
        }
    }

    // ---- the answer back

    @Override
    public void onInterim(ResponseHead head) {
        client().sendInterim(head);
    }

    @Override
    public void onResponse(ResponseHead head) {
        clock.tryIsOver();
        record.answerBegins(now());
        int status = head.status();
        if (status == 101) {
            upgrade(head);
        } else if (status < 500 || !isTriedAgainAfter(status)) {
            answerBegan = true;
            route().responseEdits().apply(head.fields());
            client().sendHead(head);
        }
    }

    /** The application itself failed. Where the route says so, another endpoint is asked. */
    private boolean isTriedAgainAfter(int status) {
        boolean again = tries.mayFollowStatus(status);
        Fault fault =
                tries.explained(
                        Fault.of(ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM, Stage.RESPONSE)
                                .with("status", Integer.toString(status)));
        record(fault);
        UpstreamStream unwanted = stream;
        if (again && unwanted != null) {
            unwanted.discard();
            followUp(fault);
        }
        return again;
    }

    @Override
    public void onResponseBody(Chunk chunk, int from, int to) {
        UpstreamStream source = stream;
        if (!client().sendBody(chunk, from, to) && source != null) {
            clientIsFull = true;
            source.pauseResponse();
        }
    }

    /** The client has taken what waited for it. */
    public void onClientDrained() {
        if (stream != null && answerBegan) {
            clientIsFull = false;
            stream.resumeResponse();
        }
    }

    @Override
    public void onResponseEnd(Fields trailers) {
        stream = null;
        releaseEndpoint();
        ClientStream answered = client();
        over();
        answered.sendEnd(trailers);
    }

    private void upgrade(ResponseHead head) {
        UpstreamStream from = stream;
        if (from == null || !client().request().asksForUpgrade()) {
            giveUpStream();
            Fault fault =
                    Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                            .with("rule", "RFC 9110 15.2.2: 101 to a request without Upgrade");
            record(fault);
            answer(fault);
            return;
        }
        ClientStream upgraded = client();
        upgraded.sendHead(head);
        service.outbox().flush();
        Wire upstreamWire = from.takeOver();
        Endpoint used = endpoint;
        assert used != null;
        endpoint = null; // the tunnel releases it
        stream = null;
        var tunnel =
                new Tunnel(
                        upgraded.connection(),
                        upstreamWire,
                        upstream(),
                        used,
                        forward().timers().tunnelIdle());
        over();
        tunnel.begin(upgraded.takeOver());
    }

    // ---- what fails

    @Override
    public void onUpstreamFailed(Fault fault) {
        UpstreamStream failed = stream;
        if (failed != null && failed.hasBegunToAnswer()) {
            tries.endHere();
        }
        failed(fault);
    }

    /** The connect, the pool or the application took too long for one try. */
    void onTryTimeout(Timer fired) {
        if (search.isRunning()) {
            search.expire(fired.text());
        } else {
            timedOut(fired);
        }
    }

    /** There is no time left for this exchange, whatever it does. */
    void onTotalTimeout(Timer fired) {
        tries.endHere();
        onTryTimeout(fired);
    }

    private void timedOut(Timer fired) {
        boolean clientIsSlow =
                answerBegan ? clientIsFull : !client().isRequestComplete() && !endpointIsFull;
        Fault fault =
                Fault.of(
                                ApplicationFault.RESPONSE_TIMEOUT,
                                clientIsSlow ? Side.CLIENT : Side.UPSTREAM,
                                Stage.RESPONSE)
                        .with("endpoint", endpointName())
                        .with("timer", fired.text());
        if (clientIsSlow) {
            fault = fault.with("waitedFor", answerBegan ? "the client to read" : "its body");
        }
        if (stream != null) {
            stream.cancel();
        }
        failed(fault);
    }

    /** The stream is closed already. */
    private void failed(Fault seen) {
        boolean again = !answerBegan && tries.mayFollow(seen);
        Fault fault = tries.explained(seen);
        record(fault);
        if (again) {
            followUp(fault);
            return;
        }
        record.addFailed(endpointName(), fault, now());
        stream = null;
        clock.stop();
        releaseEndpoint();
        if (answerBegan) {
            record.endedBy(fault);
            ClientStream cut = client();
            over();
            cut.abort(fault);
        } else {
            answer(fault);
        }
    }

    /** Another try, after one that was sent and failed. */
    private void followUp(Fault fault) {
        long now = now();
        record.addFailed(endpointName(), fault, now);
        boolean stale = fault.code() == TransportFault.STALE_REUSE;
        if (!stale && endpoint != null) {
            context.tried(endpoint);
        }
        stream = null;
        clock.tryIsOver();
        releaseEndpoint();
        if (!client().isRequestComplete()) {
            client().wantBody(false); // nobody takes it until there is a connection again
        }
        tryNext(pick(), !stale, now);
    }

    /** The client has gone, or its connection must end now. */
    public void abandon(Fault fault) {
        record(fault);
        record.endedBy(fault);
        search.cancel();
        giveUpStream();
        over();
    }

    private void giveUpStream() {
        clock.stop();
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
        releaseEndpoint();
    }

    private void releaseEndpoint() {
        if (endpoint != null) {
            endpoint.release();
            endpoint = null;
        }
    }

    private Fault tooLarge(long bytes) {
        return Fault.of(ApplicationFault.BODY_TOO_LARGE, Side.CLIENT, Stage.REQUEST)
                .with("limit", forward().bodyBytes().text())
                .with("seen", Long.toString(bytes));
    }

    /** The request is at fault, or asks for what we do not do. */
    private void refuse(Fault fault) {
        record(fault);
        answer(fault);
    }

    private void answer(Fault fault) {
        record.endedBy(fault);
        answerBegan = true;
        service.answers().fault(client(), route, fault);
        answered();
    }

    /** An answer of our own is out, and ends the exchange. */
    private void answered() {
        ClientStream told = client();
        over();
        told.sendEnd(service.noTrailers());
    }

    private void record(Fault fault) {
        PooledUpstream to = upstream;
        service.record(fault, client().connection(), to == null ? null : to.upstream(), endpoint);
    }

    /** Ready for another exchange; whoever holds this one no longer may. */
    private void over() {
        clock.stop();
        report(client());
        tries.clear();
        client = null;
        route = null;
        forward = null;
        upstream = null;
        service.giveBack(this);
    }

    private void report(ClientStream ending) {
        Timeline timeline = record.timeline();
        timeline.mark(Mark.CLOSED, now());
        ending.connection()
                .scope()
                .metrics()
                .exchanged(ending.status(), timeline.between(Mark.ACCEPTED, Mark.CLOSED));
        if (service.isLogging(ending)) {
            PooledUpstream from = upstream;
            record.write(ending, route, from == null ? null : from.upstream());
        }
    }

    // ---- facts

    private long now() {
        return service.worker().nanos();
    }

    private String endpointName() {
        return endpoint == null ? "none" : endpoint.name();
    }

    private ClientStream client() {
        ClientStream serving = client;
        assert serving != null : "no exchange is under way";
        return serving;
    }

    private Route route() {
        Route taken = route;
        assert taken != null : "no route yet";
        return taken;
    }

    private Forward forward() {
        Forward taken = forward;
        assert taken != null : "this request is not forwarded";
        return taken;
    }

    private PooledUpstream upstream() {
        PooledUpstream towards = upstream;
        assert towards != null : "no upstream yet";
        return towards;
    }
}
