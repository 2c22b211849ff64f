package io.faultline.l7.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.ByteSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc(
        "HTTP/2 with clients: over TLS to those that ask for it (ALPN), without TLS to those that begin with it.")
public record Http2Config(
        @Doc("Whether it is spoken at all.") @Default("true") boolean enabled,
        @Doc("Requests that a client may have open on one connection.")
                @Default("100")
                @Range(min = "1", max = "10000")
                int maxConcurrentStreams,
        @Doc("Bytes of a request's body that may come before somebody has taken the first ones.")
                @Default("64KiB")
                @Range(min = "16KiB", max = "16MiB")
                ByteSize streamWindow,
        @Doc("How far that grows for a body whose taker keeps up: what a fast but long path needs.")
                @Default("1MiB")
                @Range(min = "16KiB", max = "64MiB")
                ByteSize maxStreamWindow,
        @Doc("Bytes of all bodies on one connection that may be on their way to us.")
                @Default("1MiB")
                @Range(min = "64KiB", max = "64MiB")
                ByteSize connectionWindow,
        @Doc(
                        "Bytes of all bodies on one connection that may wait here for slow endpoints; with more the client has to wait.")
                @Default("1MiB")
                @Range(min = "64KiB", max = "64MiB")
                ByteSize maxBufferedBytes,
        @Doc("The largest frame a client may send.")
                @Default("16KiB")
                @Range(min = "16KiB", max = "1MiB")
                ByteSize maxFrameSize,
        @Doc("Memory for the fields that a client says once and then refers to (HPACK).")
                @Default("4KiB")
                @Range(min = "0", max = "64KiB")
                ByteSize headerTableSize,
        @Doc("How long a client may take to acknowledge our settings.")
                @Default("10s")
                @Range(min = "10ms", max = "1h")
                Duration settingsTimeout,
        @Doc(
                        "A client from which nothing came for so long is asked whether it is there. Absent: never.")
                @Range(min = "10ms", max = "1d")
                @Nullable Duration pingInterval,
        @Doc("How long it may take to answer.") @Default("10s") @Range(min = "10ms", max = "1h")
                Duration pingTimeout,
        @Doc(
                        "Streams that a client may reset within half a minute, if not more of them came to their end.")
                @Default("200")
                @Range(min = "10", max = "1000000")
                int maxResets,
        @Doc("Streams that we had to reset because of what the client sent, counted alike.")
                @Default("100")
                @Range(min = "10", max = "1000000")
                int maxStreamErrors,
        @Doc(
                        "Frames within half a minute that carry nothing: PING, SETTINGS, PRIORITY, empty and unknown ones.")
                @Default("10000")
                @Range(min = "10", max = "100000000")
                int maxControlFrames) {}
