package io.faultline.l7.downstream;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.Http2Config;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http2.connection.Http2Limits;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the configuration says of HTTP/2, each with the line that says so. */
public final class ClientLimits {

    private final Http2Config config;
    private final Origins origins;

    private ClientLimits(Http2Config config, Origins origins) {
        this.config = config;
        this.origins = origins;
    }

    public static Http2Limits of(Http2Config config, HeadLimits heads, Origins origins) {
        var from = new ClientLimits(config, origins);
        return new Http2Limits(
                from.limit("maxConcurrentStreams", config.maxConcurrentStreams()),
                (int) config.streamWindow().bytes(),
                (int) Math.max(config.maxStreamWindow().bytes(), config.streamWindow().bytes()),
                (int) config.connectionWindow().bytes(),
                (int) config.maxBufferedBytes().bytes(),
                (int) config.maxFrameSize().bytes(),
                (int) config.headerTableSize().bytes(),
                true,
                heads,
                from.timer("settingsTimeout", config.settingsTimeout()),
                from.timer("pingInterval", config.pingInterval()),
                from.timer("pingTimeout", config.pingTimeout()),
                from.limit("maxResets", config.maxResets()),
                from.limit("maxStreamErrors", config.maxStreamErrors()),
                from.limit("maxControlFrames", config.maxControlFrames()));
    }

    private Limit limit(String key, int value) {
        return Limit.of(
                "http.http2." + key, value, Integer.toString(value), origins.of(config, key));
    }

    private Timer timer(String key, @Nullable Duration value) {
        return value == null
                ? Timer.NONE
                : Timer.of("http.http2." + key, value, origins.of(config, key));
    }
}
