package io.faultline.l7.exchange;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange, whatever HTTP version it speaks. The driver calls these; what comes
 * from the client goes to the driver. On the worker's loop only.
 */
public interface ClientStream {

    DownstreamConnection connection();

    /** What the endpoints are told about the client. */
    ClientFacts facts();

    RequestHead request();

    /** Its number in HTTP/2; 0 where a connection carries one exchange at a time. */
    default int streamId() {
        return 0;
    }

    /** The status of the answer so far; 0 before its head was sent. */
    int status();

    /** Bytes of the request's body so far. */
    long bytesUp();

    /** Whether bytes of a tunnel have been counted for the listener when they come out of it. */
    default boolean countsBytesUp() {
        return false;
    }

    /** Bytes of the answer's body so far. */
    long bytesDown();

    /** The whole request has come. */
    boolean isRequestComplete();

    /** Whether body bytes may come: none do before this was asked for. */
    void wantBody(boolean wanted);

    /** 1xx, as it came from the endpoint or made by us. */
    void sendInterim(ResponseHead head);

    /** The next head says that the connection ends behind its answer, and so it does. */
    void closeAfterAnswer();

    /** The head is lent. A body that has no length of its own is framed as the client's version can. */
    void sendHead(ResponseHead head);

    /** @return false when bytes wait: stop until {@link ExchangeDriver#onClientDrained} */
    boolean sendBody(Chunk chunk, int from, int to);

    /** Where body bytes can go without being framed, once all before them have; null if nowhere. */
    default @Nullable Wire bodySink() {
        return null;
    }

    /**
     * So many bytes of the body have gone there.
     *
     * @return false when bytes wait, as with {@link #sendBody}
     */
    default boolean bodyMoved(int bytes) {
        throw new UnsupportedOperationException("there is no sink");
    }

    /** The answer is whole. The exchange is over, and the driver belongs to somebody else. */
    void sendEnd(Fields trailers);

    /**
     * The answer cannot be finished, or none can be given: ends so that the client cannot take what it
     * has for a whole answer. The exchange is over.
     *
     * @param reason said to clients that can be told one
     */
    void abort(Fault fault, ErrorCode reason);

    /**
     * Why the client cannot be given this answer of an endpoint, although it is well formed; null when it
     * can.
     */
    default @Nullable Fault misfit(ResponseHead head) {
        return head.status() == 101 && !request().asksForUpgrade()
                ? ExchangeFaults.unaskedUpgrade()
                : null;
    }

    /** After a 101 was sent: what the client's bytes are is no longer HTTP's business. */
    Wire takeOver(DownstreamConnection.Session tunnel);

    /** The moments of what follows the 101. */
    default Timeline tunnelTimeline() {
        return connection().timeline();
    }

    /** The tunnel that took over has ended. */
    default void tunnelEnded(DownstreamConnection.Outcome outcome) {
        connection().ended(outcome);
    }
}
