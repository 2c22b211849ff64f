package io.faultline.l7.upstream;

import io.faultline.core.evidence.Witness;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;

/**
 * One exchange's use of a connection to an endpoint, whatever HTTP version that speaks. Calls go down,
 * {@link UpstreamEvents} come up. On the worker's loop only.
 */
public interface UpstreamStream {

    Endpoint endpoint();

    /** The connection carried an exchange before, so it may have died while it waited. */
    boolean isReused();

    /** What is known of the connection now: evidence when something failed. Not after its end. */
    Witness witness();

    /** A byte of an answer to this exchange has come. */
    boolean hasBegunToAnswer();

    void sendHead(RequestHead head);

    /** @return false when bytes wait: stop until {@link UpstreamEvents#onUpstreamDrained} */
    boolean sendBody(Chunk chunk, int from, int to);

    /** The request is complete. */
    void sendEnd(Fields trailers);

    /** Bytes of the request that the endpoint has not taken yet. */
    int backlogBytes();

    void pauseResponse();

    void resumeResponse();

    /** The exchange is over before its response is: nobody wants the rest. */
    void cancel();

    /** Why the stream has ended, for a client whose answer cannot be finished now. */
    default ErrorCode reasonForClient() {
        return ErrorCode.INTERNAL_ERROR;
    }

    /**
     * Nobody wants this answer, whose head has just come, but the connection may serve again: a short
     * one is read to its end and thrown away.
     */
    void discard();

    /**
     * After 101: the connection is no longer HTTP and belongs to the caller, who releases the endpoint
     * and tells the {@linkplain HttpPool#closed pool} when it is closed.
     */
    Wire takeOver();
}
