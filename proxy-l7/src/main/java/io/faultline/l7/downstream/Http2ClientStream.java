package io.faultline.l7.downstream;

import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.DownstreamConnection.Session;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.exchange.ClientFacts;
import io.faultline.l7.exchange.ClientStream;
import io.faultline.l7.exchange.ExchangeDriver;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.http1.MessageRules;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client that speaks HTTP/2, and its answer. It ends when both halves have ended or one
 * side gives it up; the exchange ends when its answer was handed over, which may be before the client has
 * taken the last of it.
 *
 * <p>Used again and again, by any connection of the same listener. On the worker's loop only.
 */
final class Http2ClientStream extends WireStream implements ClientStream, Timed {

    private final HttpService service;
    private final ClientClock clock;
    private final RequestHead request = new RequestHead();
    private final Fields trailers = new Fields();
    private final Http2Answer answer = new Http2Answer();

    private @Nullable Http2Downstream owner; // while it is in use
    private @Nullable ExchangeDriver driver; // while the exchange is under way
    private boolean wasExchange; // and told, or will tell, about itself
    private boolean requestComplete;
    private boolean left; // the connection knows it no longer
    private boolean refusing; // an answer of ours goes out, and its record is still to be written
    private @Nullable StreamTunnel tunnel; // asked for, or running

    Http2ClientStream(HttpService service) {
        this.service = service;
        this.clock = new ClientClock(this, service);
    }

    void belongTo(Http2Downstream newOwner) {
        owner = newOwner;
        driver = null;
        wasExchange = false;
        refusing = false;
        requestComplete = false;
        left = false;
        tunnel = null;
        answer.clear();
        request.clear();
        trailers.clear();
    }

    /** Memory for heads that it has grown to need. */
    int heldBytes() {
        return request.bytes().length + trailers.bytes().length;
    }

    private Http2Downstream owner() {
        return Objects.requireNonNull(owner);
    }

    // ---- the request

    @Override
    protected Fields beginBlock() {
        return isHeadComplete() ? trailers : request.fields();
    }

    @Override
    protected void onBlock(HpackDecoder block, boolean endStream) {
        if (isHeadComplete() && tunnel != null) {
            malformed("RFC 9113 8.5: HEADERS on a stream that is a tunnel");
            return;
        }
        if (isHeadComplete()) {
            MessageRules.dropWhatMayNotTrail(trailers);
            return;
        }
        headIsComplete();
        requestComplete = endStream;
        request.secure(connection().tls() != null);
        Fault tooLarge = Refusals.tooLarge(block, service.limits());
        if (tooLarge != null) {
            Http2Requests.name(request, block);
            refuse(tooLarge);
            return;
        }
        boolean tunnels = Http2Requests.isWebSocket(request, block);
        String fault = Http2Requests.apply(request, block, endStream || tunnels);
        if (fault != null) {
            malformed(fault);
            return;
        }
        if (tunnels) {
            tunnel = new StreamTunnel(this, connection().wire());
            requestComplete = true; // what follows is the tunnel's
        } else if (!endStream && request.isLengthDeclared()) {
            declaredLength(request.bodyLength());
        }
        ExchangeDriver newDriver = service.takeDriver();
        driver = newDriver;
        wasExchange = true;
        newDriver.begin(this);
    }

    @Override
    protected void onBody(Chunk chunk, int from, int to) {
        if (tunnel != null) {
            tunnel.wire().bytes(chunk, from, to);
        } else if (driver != null) {
            driver.onRequestBody(chunk, from, to, receivedBytes());
        }
    }

    @Override
    protected void onRemoteEnd() {
        if (tunnel != null) {
            tunnel.wire().end();
            return;
        }
        requestComplete = true;
        clock.stop();
        if (driver != null) {
            driver.onRequestEnd(trailers);
        }
    }

    @Override
    public boolean isRequestComplete() {
        return requestComplete;
    }

    @Override
    public void wantBody(boolean wanted) {
        takeBody(wanted);
        if (requestComplete) {
            return;
        }
        if (wanted) {
            clock.awaitBody();
        } else {
            clock.stop();
        }
    }

    // ---- the answer

    @Override
    public void sendInterim(ResponseHead head) {
        if (isOpen()) {
            Http2Answer.encode(head, beginHeaders());
            sendHeaders(false);
        }
    }

    @Override
    public void closeAfterAnswer() {} // only this stream ends with it

    @Override
    public @Nullable Fault misfit(ResponseHead head) {
        return tunnel == null ? ClientStream.super.misfit(head) : tunnel.misfit(head);
    }

    @Override
    public void sendHead(ResponseHead head) {
        answer.begin(head);
        if (!isOpen()) {
            return;
        }
        Http2Answer.encode(head, beginHeaders());
        sendHeaders(Http2Answer.endsWithHead(head, request.method()));
    }

    @Override
    public boolean sendBody(Chunk chunk, int from, int to) {
        int length = to - from;
        boolean last = answer.passes(length);
        connection().scope().metrics().bytesDown(length);
        if (!isOpen() || isLocalEnded()) {
            return true; // nobody takes it any more
        }
        if (sendBody(chunk, from, to, last)) {
            return true;
        }
        clock.awaitTaking(waitingBytes());
        return false;
    }

    @Override
    public void sendEnd(Fields answerTrailers) {
        driver = null;
        if (left) {
            release();
            return;
        }
        ignoreBody();
        sendRest(answerTrailers);
        if (!isOpen()) {
            return;
        }
        if (isLocalEnded()) {
            onLocalEnd(); // with the last byte of the body, before it was known to be the end
            endIfDone();
        } else {
            clock.awaitTaking(waitingBytes());
        }
    }

    @Override
    protected void onLocalEnd() {
        if (driver == null && !tunnelRuns()) {
            clock.stop();
            if (!isRemoteEnded()) {
                clock.linger();
            }
        }
    }

    @Override
    protected void onDrained() {
        clock.stop();
        if (driver == null && tunnel != null) {
            tunnel.wire().drained();
        } else if (driver != null) {
            driver.onClientDrained();
        }
    }

    // ---- the end

    @Override
    protected void onReset(int code) {
        connection().scope().metrics().streamReset(true);
        Stage stage = requestComplete ? Stage.RESPONSE : Stage.REQUEST;
        lost(Refusals.clientLeft(stage, "RST_STREAM " + ErrorCode.text(code)));
    }

    @Override
    protected void onBroken(ErrorCode code, String rule) {
        endBecauseOf(Refusals.brokenRule(code, rule));
    }

    private void endBecauseOf(Fault fault) {
        if (driver == null && !tunnelRuns()) {
            owner().record(fault); // nobody else will
            if (!wasExchange) {
                Refusals.tell(fault, this, service.worker());
            }
        } else {
            lost(fault);
        }
    }

    /** The client cannot get its answer any more. */
    void lost(Fault fault) {
        ExchangeDriver running = driver;
        driver = null;
        if (running != null) {
            running.abandon(fault);
        }
        if (tunnel != null) {
            tunnel.wire().broken(fault);
        }
    }

    @Override
    protected void onClosed() {
        left = true;
        clock.stop();
        if (driver == null && !tunnelRuns() && !refusing) {
            release();
        }
    }

    private void release() {
        Http2Downstream last = owner;
        if (last != null) {
            owner = null;
            last.giveBack(this);
        }
    }

    @Override
    public void abort(Fault fault, ErrorCode reason) {
        driver = null;
        if (left) {
            release();
        } else {
            reset(reason);
        }
    }

    @Override
    public void cut(Fault fault) {
        endBecauseOf(fault);
        reset(ErrorCode.CANCEL);
    }

    /**
     * RFC 9113 8.1: the answer is whole, and what is missing of the request need not come. Told only to
     * who does not end it soon by itself: some clients take a reset for the loss of the answer.
     */
    @Override
    public void idle() {
        reset(ErrorCode.NO_ERROR);
    }

    @Override
    public void refuse(Fault fault) {
        if (answer.hasBegun()) {
            cut(fault); // two answers to one request would be worse than half of one
            return;
        }
        refusing = true;
        service.answers().refusal(this, fault);
        endBecauseOf(fault); // its record has the answer's status
        refusing = false;
        sendEnd(service.noTrailers());
    }

    // ---- as a tunnel

    @Override
    public Wire takeOver(Session relaying) {
        driver = null;
        clock.stop();
        takeBody(false);
        StreamTunnel begun = Objects.requireNonNull(tunnel);
        begun.begin(service.worker().nanos());
        return begun.wire();
    }

    private boolean tunnelRuns() {
        return tunnel != null && tunnel.isRunning();
    }

    @Override
    public Timeline tunnelTimeline() {
        return Objects.requireNonNull(tunnel).times();
    }

    @Override
    public void tunnelEnded(DownstreamConnection.Outcome outcome) {
        StreamTunnel ended = Objects.requireNonNull(tunnel);
        ended.ended(service.worker().nanos());
        connection().tunnelEnded(ended.times(), outcome);
        if (left) {
            release();
        }
    }

    // ---- facts

    @Override
    public DownstreamConnection connection() {
        return owner().connection();
    }

    @Override
    public ClientFacts facts() {
        return owner().facts();
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public int streamId() {
        return id();
    }

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public long bytesUp() {
        return receivedBytes();
    }

    /** The connection counts what it reads, frames and all. */
    @Override
    public boolean countsBytesUp() {
        return true;
    }

    @Override
    public long bytesDown() {
        return answer.bytes();
    }

    @Override
    public long bodyReceived() {
        return receivedBytes();
    }

    @Override
    public int waitingBytes() {
        return unsentBytes() + connection().wire().backlogBytes();
    }
}
