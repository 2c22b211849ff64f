package io.faultline.l7.downstream;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.http1.HeadWriter;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.wire.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers for one client in the version that it speaks: framed so that it can tell their end
 * from a break, which in HTTP/1.0 only the end of the connection does. On the worker's loop only.
 */
final class AnswerWriter {

    private final HttpService service;
    private final DownstreamConnection connection;
    private final Wire wire;

    private HttpVersion version = HttpVersion.HTTP_1_1;
    private boolean begun;
    private boolean chunked;
    private boolean last;
    private int status;
    private long bytes;

    AnswerWriter(HttpService service, DownstreamConnection connection) {
        this.service = service;
        this.connection = connection;
        this.wire = connection.wire();
    }

    /** @param lastOne the connection ends behind this answer */
    void begin(HttpVersion spoken, boolean lastOne) {
        version = spoken;
        begun = false;
        chunked = false;
        last = lastOne;
        status = 0;
        bytes = 0;
    }

    void interim(ResponseHead head) {
        if (version != HttpVersion.HTTP_1_0) { // RFC 9110 15.2: it knows none
            HeadWriter.response(head, HttpVersion.HTTP_1_1, out());
        }
    }

    void head(ResponseHead head) {
        boolean old = version == HttpVersion.HTTP_1_0;
        if (old && head.bodyLength() == BodyLength.FRAMED) {
            head.bodyLength(BodyLength.UNTIL_CLOSE, false);
        } else if (!old && head.bodyLength() == BodyLength.UNTIL_CLOSE) {
            head.bodyLength(BodyLength.FRAMED, false); // so that its end can be told from a break
        }
        begun = true;
        status = head.status();
        last |= head.bodyLength() == BodyLength.UNTIL_CLOSE;
        chunked = head.bodyLength() == BodyLength.FRAMED;
        head.keepAlive(!last);
        HeadWriter.response(head, version, out());
    }

    /** Where the body goes out as it is; null where it is framed. */
    @Nullable Wire sink() {
        if (chunked) {
            return null;
        }
        service.outbox().flush(wire);
        return wire;
    }

    /** So many bytes of the body have gone to the {@link #sink}. */
    void moved(int count) {
        bytes += count;
        connection.scope().metrics().bytesDown(count);
    }

    boolean body(Chunk chunk, int from, int to) {
        moved(to - from);
        return chunked ? HeadWriter.passChunk(out(), chunk, from, to) : out().pass(chunk, from, to);
    }

    void end(Fields trailers) {
        if (chunked) {
            HeadWriter.lastChunk(out(), trailers);
        }
        begun = false;
    }

    /** The connection ends behind the answer under way, or the next one. */
    void makeLast() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /** A head has gone out, and the end of its answer has not. */
    boolean hasBegun() {
        return begun;
    }

    /** Of the answer under way, or of the one that has just ended; 0 before its head. */
    int status() {
        return status;
    }

    /** Of the body. */
    long bytes() {
        return bytes;
    }

    private Outbox out() {
        return service.outbox().to(wire);
    }
}
