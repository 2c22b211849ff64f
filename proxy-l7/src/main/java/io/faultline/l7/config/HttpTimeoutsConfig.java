package io.faultline.l7.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.ByteSize;
import java.time.Duration;

@Doc("How long a request may take. A body or tunnel that moves is never cut unless you ask for it.")
public record HttpTimeoutsConfig(
        @Doc("From the first byte of a request to the end of its head.")
                @Default("10s")
                @Range(min = "10ms", max = "1h")
                Duration requestHead,
        @Doc("A client connection between two requests.")
                @Default("60s")
                @Range(min = "10ms", max = "1d")
                Duration idle,
        @Doc("A request body that moves slower than minBodyRate for so long is given up.")
                @Default("10s")
                @Range(min = "10ms", max = "1h")
                Duration bodyStall,
        @Doc("Bytes per second that count as progress of a body.")
                @Default("1KiB")
                @Range(min = "1", max = "1GiB")
                ByteSize minBodyRate,
        @Doc("From the sent request to the head of the response.")
                @Default("30s")
                @Range(min = "10ms", max = "1d")
                Duration response,
        @Doc(
                        "An endpoint that has begun its answer and sends nothing more of it for so long is given up.")
                @Default("60s")
                @Range(min = "10ms", max = "1d")
                Duration responseStall,
        @Doc("A peer that takes nothing of what we send it for so long is given up.")
                @Default("30s")
                @Range(min = "10ms", max = "1d")
                Duration writeStall,
        @Doc("A tunnel (WebSocket) on which no byte moves for so long is cut.")
                @Default("5m")
                @Range(min = "10ms", max = "7d")
                Duration tunnelIdle) {}
