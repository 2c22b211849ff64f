package io.faultline.l7.upstream;

import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers to one exchange, in this order: any number of interim heads, one head, body,
 * end. {@link #onUpstreamFailed} may come instead of whatever is missing, and is the last.
 */
public interface UpstreamEvents {

    /** 1xx but 101. */
    void onInterim(ResponseHead head);

    /** The head is lent: it is good until this returns. 101 comes here too. */
    void onResponse(ResponseHead head);

    void onResponseBody(Chunk chunk, int from, int to);

    /** Where body bytes may go by themselves, or null where they must pass through here. */
    @Nullable Wire bodySink();

    /** So many of them have gone that way; none when the client takes none now. */
    void onResponseBodyMoved(int bytes);

    /** The response is whole; the stream is no longer ours. */
    void onResponseEnd(Fields trailers);

    /** All that was sent has been taken by the layer below. */
    void onUpstreamDrained();

    /** The stream has broken and is closed. */
    void onUpstreamFailed(Fault fault);
}
