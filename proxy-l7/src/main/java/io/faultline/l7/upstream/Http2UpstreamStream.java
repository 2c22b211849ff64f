package io.faultline.l7.upstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http1.MessageRules;
import io.faultline.l7.http2.connection.Http2Stream;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on a connection that carries many. It ends when the answer is whole, whether the endpoint
 * has taken all of the request or not; a stream that is given up before is reset, and the connection lives
 * on.
 *
 * <p>Used again and again, by any connection of the same pool. On the worker's loop only.
 */
final class Http2UpstreamStream extends Http2Stream implements UpstreamStream {

    /** Nobody needs as many; an endpoint that sends more is stuck in a loop, and the client with it. */
    private static final int MOST_INTERIMS = 16;

    private static final long OF_HOST = KnownField.mask(KnownField.HOST);

    private final ResponseHead head = new ResponseHead();
    private final Fields trailers = new Fields();

    private @Nullable Http2Upstream owner; // while it is in use
    private @Nullable UpstreamEvents events; // null: nobody wants to know any more
    private Method method = Method.OTHER;
    private boolean begunToAnswer;
    private boolean full; // of the request, which waits for the endpoint's windows
    private int interims;
    private long begunNanos;
    private ErrorCode reasonForClient = ErrorCode.INTERNAL_ERROR;

    void begin(Http2Upstream newOwner, UpstreamEvents newEvents, Method requested, long now) {
        owner = newOwner;
        events = newEvents;
        method = requested;
        begunToAnswer = false;
        full = false;
        interims = 0;
        begunNanos = now;
        reasonForClient = ErrorCode.INTERNAL_ERROR;
        head.clear();
        trailers.clear();
    }

    // ---- the request

    @Override
    public void sendHead(RequestHead request) {
        if (request.asksForUpgrade()) {
            refuseUpgrade();
            return;
        }
        owner().open(this);
        Fields fields = request.fields();
        byte[] bytes = fields.bytes();
        HpackEncoder encoder = beginHeaders();
        encoder.method(bytes, request.methodStart(), request.methodEnd());
        encoder.scheme(owner().pool().http2().isSecure());
        authority(request, encoder);
        encoder.path(
                bytes,
                request.pathStart(),
                request.pathEnd(),
                request.hasQuery() ? request.queryStart() : -1,
                request.queryEnd());
        encoder.fields(fields, OF_HOST);
        boolean known =
                request.bodyLength() > 0
                        || request.bodyLength() == BodyLength.NONE && request.isLengthDeclared();
        if (known) {
            encoder.contentLength(request.bodyLength());
        }
        sendHeaders(!request.hasBody());
        takeBody(true);
    }

    /** RFC 9113 8.3.1: the Host of HTTP/1 is :authority here, and is not said twice. */
    private static void authority(RequestHead request, HpackEncoder encoder) {
        Fields fields = request.fields();
        int host = fields.first(KnownField.HOST);
        int from = host < 0 ? request.authorityStart() : fields.valueStart(host);
        int to = host < 0 ? request.authorityEnd() : fields.valueEnd(host);
        if (to > from) {
            encoder.pseudo(PseudoField.AUTHORITY, fields.bytes(), from, to);
        }
    }

    /** RFC 9113 8.6: there is no Upgrade. Told later, for whoever sends is in the middle of it. */
    private void refuseUpgrade() {
        Http2Upstream asked = owner();
        asked.pool()
                .worker()
                .execute(
                        () -> {
                            fail(
                                    Fault.of(
                                                    ApplicationFault.UPGRADE_REFUSED,
                                                    Side.PROXY,
                                                    Stage.REQUEST)
                                            .with("rule", "RFC 9113 8.6: HTTP/2 has no Upgrade")
                                            .with("endpoint", asked.endpoint().name())
                                            .with("advice", "give it an upstream of protocol h1"));
                            asked.onStreamEnded();
                            release();
                        });
    }

    @Override
    public boolean sendBody(Chunk chunk, int from, int to) {
        if (!isOpen() || isLocalEnded() || sendBody(chunk, from, to, false)) {
            return true;
        }
        full = true;
        return false;
    }

    @Override
    public void sendEnd(Fields requestTrailers) {
        if (isOpen() && !isLocalEnded()) {
            sendRest(requestTrailers);
        }
    }

    @Override
    public int backlogBytes() {
        return unsentBytes() + owner().backlogBytes();
    }

    @Override
    protected void onDrained() {
        full = false;
        if (events != null) {
            events.onUpstreamDrained();
        }
    }

    /** What waited to the end has gone too. */
    @Override
    protected void onLocalEnd() {
        if (full) {
            onDrained();
        }
    }

    // ---- the answer

    @Override
    protected Fields beginBlock() {
        if (isHeadComplete()) {
            return trailers;
        }
        head.clear();
        return head.fields();
    }

    @Override
    protected void onBlock(HpackDecoder block, boolean endStream) {
        begunToAnswer = true;
        if (isHeadComplete()) {
            MessageRules.dropWhatMayNotTrail(trailers);
            return;
        }
        String fault = Http2Responses.apply(head, block, method, endStream);
        if (fault != null) {
            malformed(fault);
        } else if (head.isInterim()) {
            interim();
        } else {
            headIsComplete();
            if (Http2Responses.hasLength(head)) {
                declaredLength(head.bodyLength());
            }
            answer(endStream);
        }
    }

    private void interim() {
        if (++interims > MOST_INTERIMS) {
            Http2Upstream from = owner();
            fail(from.faults().tooManyInterims(stage(), MOST_INTERIMS));
            reset(ErrorCode.ENHANCE_YOUR_CALM);
        } else if (events != null) {
            events.onInterim(head);
        }
    }

    private void answer(boolean endStream) {
        if (events != null) {
            events.onResponse(head);
        }
        if (endStream) {
            ended();
        }
    }

    @Override
    protected void onBody(Chunk chunk, int from, int to) {
        if (events != null) {
            events.onResponseBody(chunk, from, to);
        }
    }

    @Override
    protected void onRemoteEnd() {
        ended();
    }

    private void ended() {
        UpstreamEvents told = events;
        events = null;
        if (told != null) {
            told.onResponseEnd(trailers);
        }
        if (isOpen() && !isLocalEnded()) {
            reset(ErrorCode.CANCEL); // the answer is whole: nobody needs the rest of the request
        }
    }

    @Override
    public void pauseResponse() {
        takeBody(false);
    }

    @Override
    public void resumeResponse() {
        takeBody(true);
    }

    // ---- the end

    @Override
    protected void onReset(int code) {
        reasonForClient = ResetCodes.forClient(code);
        fail(owner().faults().streamReset(this, code));
    }

    @Override
    protected void onBroken(ErrorCode code, String rule) {
        fail(owner().faults().brokenRule(stage(), rule, "RST_STREAM " + code));
    }

    /** The exchange has failed, and hears nothing more. */
    void fail(Fault fault) {
        UpstreamEvents told = events;
        events = null;
        if (told != null) {
            told.onUpstreamFailed(fault);
        }
    }

    /** The client has left, or nobody waits any longer: the endpoint is told so too. */
    @Override
    public void cancel() {
        events = null;
        reset(ErrorCode.CANCEL);
    }

    @Override
    public ErrorCode reasonForClient() {
        return reasonForClient;
    }

    @Override
    public void discard() {
        cancel(); // the connection serves on, whatever becomes of a stream
    }

    @Override
    public Wire takeOver() {
        throw new IllegalStateException("HTTP/2 has no upgrades");
    }

    @Override
    protected void onClosed() {
        release();
    }

    private void release() {
        Http2Upstream last = owner;
        if (last != null) {
            owner = null;
            last.pool().http2().giveBack(this);
        }
    }

    // ---- facts

    private Http2Upstream owner() {
        return Objects.requireNonNull(owner);
    }

    Stage stage() {
        return isLocalEnded() ? Stage.RESPONSE : Stage.REQUEST;
    }

    /** Its head has come, so what is missing is a part of the answer. */
    boolean hasHead() {
        return isHeadComplete();
    }

    long begunNanos() {
        return begunNanos;
    }

    @Override
    public Endpoint endpoint() {
        return owner().endpoint();
    }

    @Override
    public boolean isReused() {
        return owner().isReused();
    }

    @Override
    public boolean hasBegunToAnswer() {
        return begunToAnswer;
    }

    @Override
    public Witness witness() {
        return owner().faults().witness();
    }
}
