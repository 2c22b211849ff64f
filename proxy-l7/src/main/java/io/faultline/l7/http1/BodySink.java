package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;

/** Takes the bytes of a body without their framing. */
@FunctionalInterface
public interface BodySink {

    /** The bytes are lent for the length of the call. */
    void onBody(Chunk chunk, int from, int to);
}
