package io.faultline.core.upstream.connect;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.UpstreamHttp2Config;
import io.faultline.core.timing.TimerText;

/**
 * How HTTP/2 is spoken with endpoints, in the data path's units. Caps and timers have a text beside
 * them, as in {@link PoolPolicy}.
 */
public record Http2Policy(
        int maxConcurrentStreams,
        String streamsCap,
        int streamWindow,
        int maxStreamWindow,
        int connectionWindow,
        int maxBuffered,
        long settingsNanos,
        String settingsTimer,
        int maxResets,
        String resetsCap,
        int maxStreamErrors,
        String streamErrorsCap,
        int maxControlFrames,
        String controlFramesCap) {

    static Http2Policy of(UpstreamHttp2Config config, Origins origins) {
        int window = (int) config.streamWindow().bytes();
        return new Http2Policy(
                config.maxConcurrentStreams(),
                cap(config, "maxConcurrentStreams", config.maxConcurrentStreams(), origins),
                window,
                Math.max(window, (int) config.maxStreamWindow().bytes()),
                (int) config.connectionWindow().bytes(),
                (int) config.maxBufferedBytes().bytes(),
                config.settingsTimeout().toNanos(),
                TimerText.of(
                        "http2.settingsTimeout",
                        config.settingsTimeout(),
                        origins.of(config, "settingsTimeout")),
                config.maxResets(),
                cap(config, "maxResets", config.maxResets(), origins),
                config.maxStreamErrors(),
                cap(config, "maxStreamErrors", config.maxStreamErrors(), origins),
                config.maxControlFrames(),
                cap(config, "maxControlFrames", config.maxControlFrames(), origins));
    }

    private static String cap(UpstreamHttp2Config config, String name, int value, Origins origins) {
        return "http2.%s=%d (%s)".formatted(name, value, origins.of(config, name));
    }
}
