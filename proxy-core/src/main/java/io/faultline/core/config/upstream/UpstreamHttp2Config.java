package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.ByteSize;
import java.time.Duration;

@Doc(
        "HTTP/2 with endpoints: how much one connection carries, and what an endpoint is held to. How long connections live is said under pool.")
@Example(
        """
        upstreams:
          files:
            protocol: h2c
            endpoints: [10.0.4.1:8080, 10.0.4.2:8080]
            http2: { maxConcurrentStreams: 200, maxStreamWindow: 4MiB, connectionWindow: 8MiB }
        """)
public record UpstreamHttp2Config(
        @Doc(
                        "Requests that one connection carries at once, where the endpoint allows as many. Further ones get another connection.")
                @Default("1000")
                @Range(min = "1", max = "1000000")
                int maxConcurrentStreams,
        @Doc("Bytes of an answer's body that may come before its client has taken the first ones.")
                @Default("64KiB")
                @Range(min = "16KiB", max = "16MiB")
                ByteSize streamWindow,
        @Doc(
                        "How far that grows for an answer whose client keeps up: what a fast but long path needs.")
                @Default("1MiB")
                @Range(min = "16KiB", max = "64MiB")
                ByteSize maxStreamWindow,
        @Doc("Bytes of all answers on one connection that may be on their way to us.")
                @Default("1MiB")
                @Range(min = "64KiB", max = "64MiB")
                ByteSize connectionWindow,
        @Doc(
                        "Bytes of all answers on one connection that may wait here for slow clients; with more the endpoint has to wait.")
                @Default("16MiB")
                @Range(min = "64KiB", max = "256MiB")
                ByteSize maxBufferedBytes,
        @Doc("How long an endpoint may take to acknowledge our settings.")
                @Default("10s")
                @Range(min = "10ms", max = "1h")
                Duration settingsTimeout,
        @Doc(
                        "Streams that an endpoint may reset within half a minute, if not more of them came to their end. Beyond, its connection is closed.")
                @Default("100000")
                @Range(min = "10", max = "1000000")
                int maxResets,
        @Doc("Streams that we had to reset because of what the endpoint sent, counted alike.")
                @Default("10000")
                @Range(min = "10", max = "1000000")
                int maxStreamErrors,
        @Doc(
                        "Frames within half a minute that carry nothing: PING, SETTINGS, PRIORITY, empty and unknown ones.")
                @Default("100000")
                @Range(min = "10", max = "100000000")
                int maxControlFrames) {}
