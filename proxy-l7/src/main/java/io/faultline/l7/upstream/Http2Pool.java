package io.faultline.l7.upstream;

import io.faultline.core.upstream.connect.Http2Policy;
import io.faultline.core.upstream.connect.PoolPolicy;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.connection.Http2Limits;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import java.util.ArrayDeque;

/**
 * What the HTTP/2 connections of one pool share: what they announce to endpoints and hold them to, and
 * streams to use again. On the worker's loop only.
 */
final class Http2Pool {

    private static final int SPARE_STREAMS = 1024;

    private final ArrayDeque<Http2UpstreamStream> spare = new ArrayDeque<>();
    private final HpackBlock block;
    private final Http2Limits limits;
    private final int maxConcurrentStreams;
    private final boolean secure;

    /** @param secure whether endpoints are reached over TLS */
    Http2Pool(HeadLimits heads, PoolPolicy policy, HpackBlock block, boolean secure) {
        this.block = block;
        this.secure = secure;
        this.limits = limits(heads, policy, policy.http2());
        this.maxConcurrentStreams = policy.http2().maxConcurrentStreams();
    }

    private static Http2Limits limits(HeadLimits heads, PoolPolicy pool, Http2Policy http2) {
        return new Http2Limits(
                new Limit(0, "pushed streams=0"),
                http2.streamWindow(),
                http2.maxStreamWindow(),
                http2.connectionWindow(),
                http2.maxBuffered(),
                Settings.DEFAULT_FRAME_SIZE,
                Settings.DEFAULT_TABLE_SIZE,
                false,
                heads,
                new Timer(http2.settingsNanos(), http2.settingsTimer()),
                new Timer(pool.pingNanos(), pool.pingTimer()),
                new Timer(pool.pingTimeoutNanos(), pool.pingTimeoutTimer()),
                new Limit(http2.maxResets(), http2.resetsCap()),
                new Limit(http2.maxStreamErrors(), http2.streamErrorsCap()),
                new Limit(http2.maxControlFrames(), http2.controlFramesCap()));
    }

    /** Exchanges on one connection at once, where its endpoint allows as many. */
    int maxConcurrentStreams() {
        return maxConcurrentStreams;
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
