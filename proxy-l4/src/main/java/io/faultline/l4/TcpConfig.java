package io.faultline.l4;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.RefersTo;
import java.time.Duration;

@Doc("Forwards opaque bytes to one upstream.")
public record TcpConfig(
        @Doc("The upstream.") @RefersTo("upstreams") String to,
        @Doc("A session on which no byte moved for so long, in either direction, is cut.")
                @Default("5m")
                @Range(min = "10ms", max = "7d")
                Duration idleTimeout,
        @Doc("The same once one side has ended its half.")
                @Default("1m")
                @Range(min = "10ms", max = "7d")
                Duration halfCloseTimeout,
        @Doc("No session lasts longer, whatever it does. 0s: no limit.")
                @Default("0s")
                @Range(max = "30d")
                Duration maxSessionAge) {}
