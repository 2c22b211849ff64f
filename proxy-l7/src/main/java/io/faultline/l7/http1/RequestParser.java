package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.RequestHead;

/** Reads request heads. */
public final class RequestParser {
    public RequestParser(HeadLimits limits) {}

    public void reset() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public int feed(Chunk chunk, int from, int to, RequestHead head) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public Parsed outcome() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public Rejection rejection() {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public boolean hasBegun() {
        throw new UnsupportedOperationException("comes with the next slice");
    }
}
