package io.faultline.l7.exchange;

import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Fields;
import io.faultline.l7.upstream.PooledUpstream;
import io.faultline.l7.upstream.UpstreamConnection;
import io.faultline.l7.upstream.UpstreamEvents;
import io.faultline.l7.upstream.UpstreamStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way between an exchange and the endpoint of its current try: a stream and the endpoint that is
 * acquired for it. Bodies flow as fast as the slower side takes them. The request's is kept on its way,
 * as far as the {@link ReplayBuffer} goes, and sent again on the next leg.
 *
 * <p>Reused; on the worker's loop only.
 */
final class Leg {

    private final ReplayBuffer replay;
    private final ExchangeClock clock;
    private final Timeline timeline;
    private @Nullable UpstreamStream stream;
    private @Nullable Endpoint endpoint; // acquired
    private boolean endpointIsFull; // the request's body waits for it
    private boolean clientIsFull; // the answer's body waits for it
    private long relayed;

    Leg(ReplayBuffer replay, ExchangeClock clock, Timeline timeline) {
        this.replay = replay;
        this.clock = clock;
        this.timeline = timeline;
    }

    // ---- the request out

    /**
     * Sends what there is of the request. What is missing comes through {@link #sendBody}.
     *
     * @param trailers of a request that is complete
     */
    void begin(
            UpstreamConnection connection,
            UpstreamEvents events,
            ClientStream from,
            Fields trailers,
            long now) {
        endpoint = connection.endpoint();
        clientIsFull = false;
        relayed = 0;
        UpstreamStream to = connection.begin(events, from.request().method(), now);
        stream = to;
        to.sendHead(from.request());
        endpointIsFull = !replay.playTo(to);
        if (from.isRequestComplete()) {
            to.sendEnd(trailers);
        }
        if (endpointIsFull) {
            clock.awaitTaking(moved());
        } else if (!from.isRequestComplete()) {
            from.wantBody(true);
        }
    }

    void sendBody(Chunk chunk, int start, int end, ClientStream from) {
        UpstreamStream to = stream;
        if (to == null) {
            return; // it was answered without its body
        }
        replay.keep(chunk, start, end);
        if (!to.sendBody(chunk, start, end)) {
            endpointIsFull = true;
            from.wantBody(false);
            clock.awaitTaking(moved());
            if (timeline.phase() == Phase.CLIENT && !clientIsFull) {
                timeline.enter(Phase.SEND, clock.now());
            }
        }
    }

    void sendEnd(Fields trailers) {
        if (stream != null) {
            stream.sendEnd(trailers);
        }
    }

    /** The endpoint has taken what waited for it. */
    void endpointDrained(ClientStream from) {
        boolean awaited = endpointIsFull;
        endpointIsFull = false;
        if (timeline.phase() == Phase.SEND) {
            awaits(from, clock.now());
        }
        if (!from.isRequestComplete()) {
            clock.taken(moved());
            from.wantBody(true);
        } else if (awaited) {
            clock.allTaken(moved());
        }
    }

    /** A part of the request waits here, because the endpoint does not take it. */
    boolean isEndpointFull() {
        return endpointIsFull;
    }

    /** What there was of the request is on its way: whom everybody waits for now. */
    void awaits(ClientStream from, long now) {
        Phase next = endpointIsFull ? Phase.SEND : Phase.CLIENT;
        timeline.enter(from.isRequestComplete() && !endpointIsFull ? Phase.WAIT : next, now);
    }

    /** The rest of the request came from the client. */
    void requestIsOut(long now) {
        if (timeline.phase() == Phase.CLIENT) {
            timeline.enter(endpointIsFull ? Phase.SEND : Phase.WAIT, now);
        }
    }

    // ---- the answer back

    /** The head of an answer is there. */
    void answered(int status) {
        if (endpoint != null && status < 500) {
            endpoint.answered();
        }
    }

    void relay(Chunk chunk, int start, int end, ClientStream to) {
        relayed += end - start;
        if (!to.sendBody(chunk, start, end)) {
            awaitClient();
        }
    }

    /** Bytes have gone to the client by themselves. */
    void relayed(int bytes, ClientStream to) {
        relayed += bytes;
        if (!to.bodyMoved(bytes)) {
            awaitClient();
        }
    }

    private void awaitClient() {
        if (stream != null) {
            if (!clientIsFull) {
                timeline.enter(Phase.CLIENT, clock.now());
            }
            clientIsFull = true;
            stream.pauseResponse();
        }
    }

    /** The client has taken what waited for it. */
    void clientDrained() {
        if (clientIsFull) {
            timeline.enter(Phase.BODY, clock.now());
        }
        clientIsFull = false;
        if (stream != null) {
            stream.resumeResponse();
        }
    }

    // ---- the end, one of these

    /** The stream has ended, in one way or the other. */
    void ended() {
        stream = null;
        if (endpoint != null) {
            endpoint.release();
            endpoint = null;
        }
    }

    /** Nobody wants the rest. Does nothing where no leg is under way. */
    void cancel() {
        cancelStream();
        ended();
    }

    private void cancelStream() {
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
    }

    /**
     * Nobody waits any longer. To be {@link #ended} then.
     *
     * @return whether a byte of an answer had come
     */
    boolean giveUpStream() {
        boolean begun = hasBegunToAnswer();
        cancelStream();
        return begun;
    }

    /** Nobody wants this answer, but perhaps the connection. To be {@link #ended} then. */
    void discard() {
        if (stream != null) {
            stream.discard();
            stream = null;
        }
    }

    /** After 101: what waits on both sides is no longer HTTP. */
    Tunnel becomeTunnel(ClientStream client, PooledUpstream upstream, Timer idle) {
        Wire wire = Objects.requireNonNull(stream).takeOver();
        Endpoint used = Objects.requireNonNull(endpoint);
        stream = null;
        endpoint = null; // the tunnel releases it
        return new Tunnel(client, wire, upstream, used, idle);
    }

    // ---- facts

    @Nullable Endpoint endpoint() {
        return endpoint;
    }

    /** Grows whenever a byte has moved in the direction that is waited for. */
    long moved() {
        return stream == null ? relayed : relayed - stream.backlogBytes();
    }

    /** Why nothing has moved since then, or null when something has, or when it is for the client. */
    @Nullable Fault stallSince(long movedBefore, Timer fired, boolean answerBegan) {
        if (clientIsFull || moved() != movedBefore) {
            return null;
        }
        int waiting = stream == null ? 0 : stream.backlogBytes();
        return ExchangeFaults.stalled(
                fired, endpointName(), witness(), answerBegan, relayed, waiting);
    }

    /** What is known of the connection that is in use, before it is given up. */
    Witness witness() {
        return stream == null ? Witness.NONE : stream.witness();
    }

    /** Why the stream has ended, for a client whose answer cannot be finished now. */
    ErrorCode reasonForClient() {
        return stream == null ? ErrorCode.INTERNAL_ERROR : stream.reasonForClient();
    }

    String endpointName() {
        return endpoint == null ? "none" : endpoint.name();
    }

    /** A byte of an answer to this try has come. */
    boolean hasBegunToAnswer() {
        return stream != null && stream.hasBegunToAnswer();
    }

    /** What the client has not done, where it is that which everybody waits for; else null. */
    @Nullable String waitsForClient(ClientStream client, boolean answerBegan) {
        if (answerBegan) {
            return clientIsFull ? "the client to read" : null;
        }
        return client.isRequestComplete() || endpointIsFull ? null : "its body";
    }
}
