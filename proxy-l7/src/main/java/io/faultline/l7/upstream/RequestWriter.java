package io.faultline.l7.upstream;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http1.HeadWriter;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.wire.Outbox;

/** Writes the requests on one connection in HTTP/1.1. On the worker's loop only. */
final class RequestWriter {

    private final Outbox outbox;
    private final Wire wire;
    private boolean chunked;
    private boolean ended;

    RequestWriter(Outbox outbox, Wire wire) {
        this.outbox = outbox;
        this.wire = wire;
    }

    void begin() {
        ended = false;
    }

    void head(RequestHead request) {
        chunked = request.bodyLength() == BodyLength.FRAMED;
        HeadWriter.request(request, out());
    }

    boolean body(Chunk chunk, int from, int to) {
        return chunked ? HeadWriter.passChunk(out(), chunk, from, to) : out().pass(chunk, from, to);
    }

    void end(Fields trailers) {
        if (chunked) {
            HeadWriter.lastChunk(out(), trailers);
        }
        ended = true;
    }

    /** The request is complete. */
    boolean hasEnded() {
        return ended;
    }

    private Outbox out() {
        return outbox.toEndpoint(wire);
    }
}
