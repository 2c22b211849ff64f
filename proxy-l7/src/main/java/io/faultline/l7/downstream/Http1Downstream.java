package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Phase;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.l7.exchange.ClientStream;
import io.faultline.l7.exchange.ExchangeDriver;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.http1.BodyParser;
import io.faultline.l7.http1.BodySink;
import io.faultline.l7.http1.RequestParser;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks HTTP/1.x: one request after the other, answered in order. Requests that came too
 * early (pipelined) wait as bytes in the wire.
 *
 * <p>A request body is read only while somebody takes it; an answer is written as fast as the client
 * takes it. On the worker's loop only.
 */
public final class Http1Downstream extends ClientSession
        implements WireReader, BodySink, ClientStream {

    private enum Reading {
        HEAD, // of the next request
        BODY,
        REST, // of a body whose request has its answer: nobody wants it any more
        NOTHING // the request is complete; what comes now is the next one's
    }

    private final AnswerWriter answer;
    private final RequestHead request = new RequestHead();
    private final RequestParser parser;
    private final BodyParser body;

    private Reading reading = Reading.HEAD;
    private @Nullable ExchangeDriver driver; // while an exchange is under way
    private boolean bodyWanted;
    private boolean draining;

    public Http1Downstream(HttpService service, DownstreamConnection connection) {
        super(service, connection);
        this.answer = new AnswerWriter(service, connection);
        this.parser = new RequestParser(service.headLimits());
        this.body = BodyParser.ofRequests(service.headLimits());
    }

    public void start() {
        wire.reader(this);
        clock.awaitHead();
        connection.servedBy(this);
        wire.resumeReading();
    }

    // ---- the request

    @Override
    public void onBytes(Wire from, Chunk chunk, int start, int end) {
        connection.scope().metrics().bytesUp(end - start);
        int at = start;
        while (at < end && !over) {
            if (leaving) {
                at = end;
            } else if (isHeldUp()) {
                wire.unread(chunk, at, end);
                break;
            } else {
                at = reading == Reading.HEAD ? readHead(chunk, at, end) : readBody(chunk, at, end);
            }
        }
    }

    /** Nobody takes more bytes now: they go back and come again when somebody does. */
    private boolean isHeldUp() {
        return switch (reading) {
            case HEAD -> wire.backlogBytes() > 0; // who does not read answers gets no more of them
            case BODY -> !bodyWanted;
            case REST -> false;
            case NOTHING -> true;
        };
    }

    private int readHead(Chunk chunk, int from, int to) {
        int at = parser.feed(chunk, from, to, request);
        switch (parser.outcome()) {
            case MORE -> {
                if (parser.hasBegun()) {
                    clock.headHasBegun();
                }
            }
            case COMPLETE -> beginExchange();
            case REJECTED -> reject();
        }
        return at;
    }

    private void reject() {
        Fault fault = Refusals.of(parser.rejection(), service.limits());
        if (parser.isForeign()) {
            refuseAll(fault, Refusals.facts(this));
            leave();
        } else {
            refuse(fault);
        }
    }

    private void beginExchange() {
        clock.stop();
        exchanges++;
        request.secure(connection.tls() != null);
        answer.begin(request.version(), !request.keepAlive() || clientEnded || draining);
        bodyWanted = false;
        reading = Reading.NOTHING;
        if (request.hasBody()) {
            reading = Reading.BODY;
            body.begin(request.bodyLength());
        }
        ExchangeDriver newDriver = service.takeDriver();
        driver = newDriver;
        newDriver.begin(this);
    }

    private int readBody(Chunk chunk, int from, int to) {
        int at = body.feed(chunk, from, to, this);
        if (over || leaving) {
            return at; // it was answered over a part of it
        }
        if (body.isComplete()) {
            bodyIsComplete();
        } else if (body.isRejected() && reading == Reading.REST) {
            leave();
        } else if (body.isRejected()) {
            refuse(Refusals.of(body.rejection(), service.limits()));
        }
        return at;
    }

    private void bodyIsComplete() {
        clock.stop();
        if (reading == Reading.REST) {
            awaitNextRequest();
            return;
        }
        reading = Reading.NOTHING;
        if (driver != null) {
            driver.onRequestEnd(body.trailers());
        }
    }

    @Override
    public void onBody(Chunk chunk, int from, int to) {
        if (driver != null) {
            driver.onRequestBody(chunk, from, to, body.received());
        }
    }

    @Override
    public long bodyReceived() {
        return body.received();
    }

    @Override
    public boolean isRequestComplete() {
        return reading == Reading.NOTHING;
    }

    @Override
    public void wantBody(boolean wanted) {
        bodyWanted = wanted;
        if (reading != Reading.BODY) {
            return;
        }
        if (wanted) {
            clock.awaitBody();
            wire.resumeReading();
        } else {
            clock.stop();
            wire.pauseReading();
        }
    }

    // ---- the answer

    @Override
    public void sendInterim(ResponseHead head) {
        answer.interim(head);
    }

    @Override
    public void closeAfterAnswer() {
        answer.makeLast();
    }

    @Override
    public void sendHead(ResponseHead head) {
        if (reading == Reading.BODY && request.expectsContinue()) {
            answer.makeLast(); // RFC 9110 10.1.1: whether the body still comes, nobody can tell
        }
        answer.head(head);
    }

    @Override
    public boolean sendBody(Chunk chunk, int from, int to) {
        boolean goesOn = answer.body(chunk, from, to);
        if (!goesOn) {
            clock.awaitTaking(wire.backlogBytes());
        }
        return goesOn;
    }

    @Override
    public @Nullable Wire bodySink() {
        return answer.sink();
    }

    @Override
    public boolean bodyMoved(int bytes) {
        answer.moved(bytes);
        int backlog = wire.backlogBytes();
        if (backlog > 0) {
            clock.awaitTaking(backlog);
        }
        return backlog == 0;
    }

    @Override
    public void sendEnd(Fields trailers) {
        answer.end(trailers);
        driver = null;
        if (answer.isLast()) {
            leave();
        } else if (reading == Reading.BODY) {
            reading = Reading.REST;
            clock.linger();
            wire.resumeReading();
        } else {
            awaitNextRequest();
        }
    }

    private void awaitNextRequest() {
        request.clear();
        parser.reset();
        reading = Reading.HEAD;
        answerIsTaken();
        wire.resumeReading();
    }

    @Override
    public void onDrained(Wire drained) {
        if (over) {
            return;
        }
        if (leaving) {
            lastWordIsTaken();
        } else if (driver != null) {
            clock.stop();
            driver.onClientDrained();
        } else {
            answerIsTaken();
            wire.resumeReading();
        }
    }

    private void answerIsTaken() {
        if (reading == Reading.REST) {
            clock.linger();
        } else if (!parser.hasBegun()) {
            clock.awaitNext();
        }
        if (draining) {
            clock.lastChance();
        }
    }

    // ---- the end

    @Override
    public void onEnd(Wire ended) {
        clientEnded = true;
        if (leaving) {
            leaveIfDone();
        } else if (reading == Reading.REST) {
            leave();
        } else if (driver == null) {
            close(null, Side.CLIENT);
        } else if (reading == Reading.BODY) {
            cut(Refusals.clientLeft(Stage.REQUEST, "FIN inside the request body"));
        } else {
            answer.makeLast(); // it has said all it wanted, and still listens
        }
    }

    @Override
    public void onBroken(Wire broken, int errno) {
        if (driver == null) {
            close(null, Side.CLIENT);
        } else {
            cut(Refusals.broken(errno));
        }
    }

    /** The client cannot or may not get its answer. */
    @Override
    public void cut(Fault fault) {
        if (driver != null) {
            driver.abandon(fault);
            driver = null;
        }
        wire.reset();
        close(fault, fault.side());
    }

    @Override
    public void abort(Fault fault, ErrorCode reason) {
        driver = null;
        wire.reset();
        close(fault, Side.UPSTREAM);
    }

    /** The answer under way is the last one, or the next one if it comes soon. */
    @Override
    public void drain() {
        answer.makeLast();
        draining = true;
        clock.lastChance();
    }

    /** Refuses a request before it is one, or in the middle of its body. */
    @Override
    public void refuse(Fault fault) {
        if (answer.hasBegun()) {
            cut(fault); // two answers to one request would be worse than half of one
            return;
        }
        answer.begin(request.version(), true);
        service.answers().refusal(this, fault);
        if (driver != null) {
            driver.abandon(fault); // its record has the answer's status
        } else {
            refuseAll(fault, Refusals.facts(this));
        }
        sendEnd(service.noTrailers());
    }

    /** Nothing is under way, and nothing has come for as long as we wait. */
    @Override
    public void idle() {
        if ((draining || reading == Reading.REST) && !leaving) {
            leave();
        } else {
            close(null, Side.PROXY);
        }
    }

    @Override
    public Wire takeOver(DownstreamConnection.Session tunnel) {
        giveUp();
        connection.servedBy(tunnel);
        connection.timeline().renamed(Phase.EARLIER);
        return wire;
    }

    /** Somebody else serves the client. */
    void giveUp() {
        over = true;
        driver = null;
        clock.end();
        wire.pauseReading();
    }

    @Override
    void stopListening() {} // what still comes is thrown away as it comes

    // ---- facts

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public long bytesUp() {
        return request.hasBody() ? body.received() : 0;
    }

    @Override
    public long bytesDown() {
        return answer.bytes();
    }
}
