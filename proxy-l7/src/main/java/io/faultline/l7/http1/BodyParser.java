package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Fields;

/** Takes a body out of its framing. */
public final class BodyParser {
    private BodyParser() {}

    /** For bodies that clients send. */
    public static BodyParser ofRequests(HeadLimits limits) {
        return new BodyParser();
    }

    /** For bodies that upstreams send. */
    public static BodyParser ofResponses(HeadLimits limits) {
        return new BodyParser();
    }

    /** @param bodyLength a number of bytes, or one of {@code BodyLength} */
    public void begin(long bodyLength) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** Returns the first byte that is not of this body. */
    public int feed(Chunk chunk, int from, int to, BodySink sink) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public boolean isComplete() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public boolean isRejected() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public Rejection rejection() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** The end of the stream is a proper end of this body. */
    public boolean endsWithStream() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** Empty unless the body was chunked and trailers came. */
    public Fields trailers() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** Body bytes so far. */
    public long received() {
        throw new UnsupportedOperationException("comes with the next slice");
    }
}
