package io.faultline.l7.downstream;

import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.http2.connection.Abuse;
import io.faultline.l7.http2.connection.Http2Limits;
import java.util.ArrayDeque;

/** What all HTTP/2 clients of one listener share on one worker: limits, and streams to use again. */
public final class Http2Clients {

    private static final int SPARE_STREAMS = 1024;

    /** What one of them may hold on to: a head of unusual size would be kept for ever. */
    private static final int MOST_HELD = 16 * 1024;

    private final HttpService service;
    private final Http2Limits limits;
    private final ArrayDeque<Http2ClientStream> spare = new ArrayDeque<>();

    public Http2Clients(HttpService service, Http2Limits limits) {
        this.service = service;
        this.limits = limits;
    }

    HttpService service() {
        return service;
    }

    Http2Limits limits() {
        return limits;
    }

    /** For evidence. */
    String limit(Abuse abuse) {
        return limits.of(abuse).text();
    }

    Http2ClientStream take(Http2Downstream owner) {
        Http2ClientStream stream = spare.pollLast();
        if (stream == null) {
            stream = new Http2ClientStream(service);
        }
        stream.belongTo(owner);
        return stream;
    }

    void giveBack(Http2ClientStream stream) {
        if (spare.size() < SPARE_STREAMS && stream.heldBytes() <= MOST_HELD) {
            spare.addLast(stream);
        }
    }
}
