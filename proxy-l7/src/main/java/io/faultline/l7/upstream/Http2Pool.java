package io.faultline.l7.upstream;

import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.connection.Http2Limits;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * What the HTTP/2 connections of one pool share: what they announce to endpoints and hold them to, and
 * streams to use again. On the worker's loop only.
 */
final class Http2Pool {

    private static final int SPARE_STREAMS = 1024;

    /** Small for a stream that nobody reads, large for one whose client keeps up. */
    private static final int STREAM_WINDOW = 64 * 1024;

    private static final int MAX_STREAM_WINDOW = 1024 * 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024;

    /** What slow clients may leave here, all streams of a connection together. */
    private static final int MAX_BUFFERED = 16 * 1024 * 1024;

    private static final Duration SETTINGS_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_RESETS = 100_000;
    private static final int MAX_STREAM_ERRORS = 10_000;
    private static final int MAX_CONTROL_FRAMES = 100_000;

    private final ArrayDeque<Http2UpstreamStream> spare = new ArrayDeque<>();
    private final HpackBlock block;
    private final Http2Limits limits;
    private final boolean secure;

    /** @param secure whether endpoints are reached over TLS */
    Http2Pool(HeadLimits heads, PoolPolicy policy, HpackBlock block, boolean secure) {
        this.block = block;
        this.secure = secure;
        this.limits =
                new Http2Limits(
                        limit("pushed streams", 0),
                        STREAM_WINDOW,
                        MAX_STREAM_WINDOW,
                        CONNECTION_WINDOW,
                        MAX_BUFFERED,
                        Settings.DEFAULT_FRAME_SIZE,
                        Settings.DEFAULT_TABLE_SIZE,
                        false,
                        heads,
                        new Timer(
                                SETTINGS_TIMEOUT.toNanos(),
                                "HTTP/2 settings=" + SETTINGS_TIMEOUT.toMillis() + "ms"),
                        new Timer(policy.pingNanos(), policy.pingTimer()),
                        new Timer(policy.pingTimeoutNanos(), policy.pingTimeoutTimer()),
                        limit("resets", MAX_RESETS),
                        limit("stream errors", MAX_STREAM_ERRORS),
                        limit("control frames", MAX_CONTROL_FRAMES));
    }

    private static Limit limit(String what, int most) {
        return new Limit(most, what + "=" + most + " in half a minute");
    }

    Http2Limits limits() {
        return limits;
    }

    HpackBlock block() {
        return block;
    }

    boolean isSecure() {
        return secure;
    }

    Http2UpstreamStream take() {
        Http2UpstreamStream stream = spare.pollLast();
        return stream == null ? new Http2UpstreamStream() : stream;
    }

    void giveBack(Http2UpstreamStream stream) {
        if (spare.size() < SPARE_STREAMS) {
            spare.addLast(stream);
        }
    }
}
