package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.wire.Outbox;

/** Writes heads and the framing of chunked bodies. */
public final class HeadWriter {
    private HeadWriter() {}

    /** The most bytes that a head with these fields can take in an outbox. */
    public static int room(Fields fields) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** Always as HTTP/1.1. */
    public static void request(RequestHead head, Outbox out) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** {@code head.keepAlive()} must say whether the connection it is written to stays open. */
    public static void response(ResponseHead head, HttpVersion to, Outbox out) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** A whole chunk: its start line, its bytes, its end. */
    public static void chunk(Outbox out, Chunk chunk, int from, int to) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** The start line of a chunk whose bytes the caller sends itself. */
    public static void chunkStart(Outbox out, int size) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    public static void chunkEnd(Outbox out) {
        throw new UnsupportedOperationException("comes with the next slice");
    }

    /** The end of a chunked body. */
    public static void lastChunk(Outbox out, Fields trailers) {
        throw new UnsupportedOperationException("comes with the next slice");
    }
}
