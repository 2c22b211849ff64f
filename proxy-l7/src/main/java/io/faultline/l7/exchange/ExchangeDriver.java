package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.Retry;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.route.Forward;
import io.faultline.l7.route.Redirect;
import io.faultline.l7.route.RequestKey;
import io.faultline.l7.route.Respond;
import io.faultline.l7.route.Rewrite;
import io.faultline.l7.route.Route;
import io.faultline.l7.upstream.Http1Upstream;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.UpstreamEvents;
import io.faultline.l7.upstream.UpstreamStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The only owner of order: what happens to a request, from its head to the end of its answer.
 *
 * <pre>
 *   path normalised -> route -> request fields -> pick -> connection -> request out -> answer back
 * </pre>
 *
 * <p>Until the first byte of an answer has gone to the client, a failed try may be followed by another
 * one, if that is safe; afterwards a failure can only be passed on. It is its own timer: how long it
 * waits for the answer. Reused; on the worker's loop only.
 */
public final class ExchangeDriver extends WheelTimer
        implements UpstreamEvents, UpstreamConnector.Outcome {

    private static final int MOST_STALE_TRIES = 3;

    private final HttpService service;
    private final Timeline timeline = new Timeline();
    private final PickContext context = new PickContext(0);

    private @Nullable ClientStream client; // null: not in use
    private @Nullable Route route;
    private @Nullable Forward forward;
    private @Nullable HttpPool pool;
    private @Nullable UpstreamConnector connector;
    private @Nullable UpstreamStream stream;
    private @Nullable Endpoint endpoint; // acquired
    private @Nullable Endpoint served; // of the last try
    private @Nullable Fault outcome; // what ended it, or null
    private List<Attempt> attempts = List.of(); // kept only where there is a log
    private boolean reused;
    private int tries;
    private int staleTries;
    private long triedNanos;
    private boolean requestLeft; // a byte of it has gone towards an endpoint
    private boolean bodyLeft; // and a byte of its body, which is not kept
    private boolean answerBegan;

    ExchangeDriver(HttpService service) {
        this.service = service;
    }

    // ---- the request's way in

    /** A request head is complete. */
    public void begin(ClientStream newClient) {
        client = newClient;
        timeline.clear();
        timeline.mark(Mark.ACCEPTED, service.worker().nanos());
        attempts = List.of();
        outcome = null;
        served = null;
        reused = false;
        tries = 0;
        staleTries = 0;
        requestLeft = false;
        bodyLeft = false;
        answerBegan = false;
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
            case Forward to -> forward(found, to, request);
            case Redirect redirect ->
                    answered(() -> service.answers().redirect(client(), found, redirect));
            case Respond respond ->
                    answered(() -> service.answers().respond(client(), found, respond));
        }
    }

    private void forward(Route found, Forward to, RequestHead request) {
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
        pool = service.pool(to, to.split().pick(point));
        long ownHash = client().connection().client().sourceHash();
        RequestKey hash = to.hash();
        context.reset(
                hash == null
                        ? ownHash
                        : hash.hash(request, client().connection().client(), ownHash));
        tryNext(true);
    }

    // ---- pick, connection

    private void tryNext(boolean mayReuse) {
        tries++;
        triedNanos = service.worker().nanos();
        timeline.mark(Mark.ADMITTED, triedNanos);
        HttpPool from = pool();
        WorkerUpstream upstream = from.upstream();
        Endpoint picked = upstream.picker().pick(context);
        Http1Upstream idle = picked == null || !mayReuse ? null : from.takeIdle(picked);
        if (picked != null && idle != null) {
            picked.acquire();
            timeline.mark(Mark.PICKED, triedNanos);
            timeline.mark(Mark.CONNECTED, triedNanos);
            use(idle);
            return;
        }
        var search =
                new UpstreamConnector(
                        upstream, context, timeline, client().connection().id(), this);
        connector = search;
        search.startAt(picked);
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint picked) {
        keepAttempts();
        use(pool().adopt(wire, picked));
    }

    @Override
    public void onNoUpstream(Fault fault) {
        keepAttempts();
        answer(fault); // the connector has recorded it
    }

    private void keepAttempts() {
        UpstreamConnector search = connector;
        connector = null;
        if (search != null && service.isLogging(client())) {
            attempts = joined(attempts, search.attempts());
        }
    }

    private static List<Attempt> joined(List<Attempt> before, List<Attempt> more) {
        var all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }

    // ---- the request out

    private void use(Http1Upstream connection) {
        endpoint = connection.endpoint();
        served = endpoint;
        reused = connection.wasUsed();
        RequestHead request = client().request();
        UpstreamStream newStream = connection.begin(this, request.method());
        stream = newStream;
        requestLeft = true;
        newStream.sendHead(request);
        if (client().isRequestComplete()) {
            newStream.sendEnd(service.noTrailers());
            awaitAnswer();
        } else {
            client().wantBody(true);
        }
    }

    /** Body bytes from the client. */
    public void onRequestBody(Chunk chunk, int from, int to, long receivedSoFar) {
        UpstreamStream sink = stream;
        if (sink == null) {
            return;
        }
        if (receivedSoFar > forward().bodyBytes().most()) {
            giveUpStream();
            refuse(tooLarge(receivedSoFar));
            return;
        }
        bodyLeft = true;
        if (!sink.sendBody(chunk, from, to)) {
            client().wantBody(false);
        }
    }

    public void onRequestEnd(Fields trailers) {
        if (stream != null) {
            stream.sendEnd(trailers);
            awaitAnswer();
        }
    }

    @Override
    public void onUpstreamDrained() {
        if (!client().isRequestComplete()) {
            client().wantBody(true);
        }
    }

    private void awaitAnswer() {
        if (!answerBegan) {
            long now = service.worker().nanos();
            service.worker().timers().set(this, now + forward().timers().response().nanos());
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Fault fault =
                Fault.of(ApplicationFault.RESPONSE_TIMEOUT, Side.UPSTREAM, Stage.RESPONSE)
                        .with("endpoint", endpointName())
                        .with("timer", forward().timers().response().text());
        record(fault);
        giveUpStream();
        answer(fault);
    }

    // ---- the answer back

    @Override
    public void onInterim(ResponseHead head) {
        client().sendInterim(head);
    }

    @Override
    public void onResponse(ResponseHead head) {
        service.worker().timers().cancel(this);
        timeline.mark(Mark.UPSTREAM_FIRST_BYTE, service.worker().nanos());
        if (head.status() == 101) {
            upgrade(head);
            return;
        }
        answerBegan = true;
        if (head.status() >= 500) {
            record(
                    Fault.of(ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM, Stage.RESPONSE)
                            .with("status", Integer.toString(head.status())));
        }
        route().responseEdits().apply(head.fields());
        client().sendHead(head);
    }

    @Override
    public void onResponseBody(Chunk chunk, int from, int to) {
        UpstreamStream source = stream;
        if (!client().sendBody(chunk, from, to) && source != null) {
            source.pauseResponse();
        }
    }

    /** The client has taken what waited for it. */
    public void onClientDrained() {
        if (stream != null && answerBegan) {
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
        RequestHead request = client().request();
        UpstreamStream from = stream;
        if (from == null || !request.asksForUpgrade()) {
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
                        pool().upstream(),
                        used,
                        forward().timers().tunnelIdle());
        over();
        tunnel.begin(upgraded.takeOver());
    }

    // ---- what fails

    @Override
    public void onUpstreamFailed(Fault fault) {
        boolean mayTryAgain = mayTryAgain(fault);
        record(fault);
        if (service.isLogging(client())) {
            attempts = joined(attempts, List.of(failedAttempt(fault)));
        }
        service.worker().timers().cancel(this);
        Endpoint failed = endpoint;
        stream = null;
        releaseEndpoint();
        if (answerBegan) {
            outcome = fault;
            ClientStream cut = client();
            over();
            cut.abort(fault);
        } else if (mayTryAgain) {
            boolean stale = fault.code() == TransportFault.STALE_REUSE;
            if (!stale && failed != null) {
                context.tried(failed);
            }
            tryNext(!stale);
        } else {
            answer(fault);
        }
    }

    /** A response that began is never retried; only what is safe to do twice, or never left, is. */
    private boolean mayTryAgain(Fault fault) {
        boolean safe = !requestLeft || client().request().method().isIdempotent();
        if (answerBegan || bodyLeft || !safe) {
            return false;
        }
        if (fault.code() == TransportFault.STALE_REUSE) {
            return ++staleTries <= MOST_STALE_TRIES;
        }
        boolean allowed =
                fault.code().retry() == Retry.ALWAYS || fault.code() == TransportFault.RESET;
        return allowed && tries < forward().retries().attempts();
    }

    /** The client has gone, or its connection must end now. */
    public void abandon(Fault fault) {
        record(fault);
        outcome = fault;
        if (connector != null) {
            connector.cancel();
            connector = null;
        }
        giveUpStream();
        over();
    }

    private void giveUpStream() {
        service.worker().timers().cancel(this);
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
        outcome = fault;
        Route taken = route;
        answered(() -> service.answers().fault(client(), taken, fault));
    }

    /** An answer of our own ends the exchange. */
    private void answered(Runnable writing) {
        answerBegan = true;
        ClientStream answered = client();
        writing.run();
        over();
        answered.sendEnd(service.noTrailers());
    }

    private void record(Fault fault) {
        HttpPool to = pool;
        service.record(fault, client().connection(), to == null ? null : to.upstream(), endpoint);
    }

    /** Ready for another exchange; whoever holds this one no longer may. */
    private void over() {
        report(client());
        client = null;
        route = null;
        forward = null;
        pool = null;
        service.giveBack(this);
    }

    // ---- the record

    private void report(ClientStream ending) {
        timeline.mark(Mark.CLOSED, service.worker().nanos());
        ending.connection()
                .scope()
                .metrics()
                .exchanged(ending.status(), timeline.between(Mark.ACCEPTED, Mark.CLOSED));
        if (service.isLogging(ending)) {
            HttpPool from = pool;
            ExchangeRecord.write(
                    ending,
                    timeline,
                    route,
                    new Outcome(
                            from == null ? null : from.upstream().name(),
                            served == null ? null : served.name(),
                            attempts,
                            outcome,
                            null,
                            ending.bytesUp(),
                            ending.bytesDown(),
                            null),
                    reused);
        }
    }

    private Attempt failedAttempt(Fault fault) {
        return new Attempt(
                endpointName(),
                TimeUnit.NANOSECONDS.toMicros(triedNanos - timeline.at(Mark.ACCEPTED)),
                TimeUnit.NANOSECONDS.toMicros(service.worker().nanos() - triedNanos),
                fault);
    }

    // ---- facts

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

    private HttpPool pool() {
        HttpPool from = pool;
        assert from != null : "no upstream yet";
        return from;
    }
}
