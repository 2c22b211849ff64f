package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.ResponseHead;

/** Reads response heads. */
public final class ResponseParser {
    public ResponseParser(HeadLimits limits) {}

    public void reset(Method requested) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public int feed(Chunk chunk, int from, int to, ResponseHead head) {
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
