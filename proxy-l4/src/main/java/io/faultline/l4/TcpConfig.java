package io.faultline.l4;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.RefersTo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc("Forwards opaque bytes to one upstream, or TLS to the one its server name chooses.")
public record TcpConfig(
        @Doc(
                        "The upstream. Beside 'sni' it takes the clients that name no server or one that is not listed; without it they are refused with L6.UNKNOWN_NAME.")
                @RefersTo("upstreams")
                @Nullable String to,
        @Doc(
                        "Chooses the upstream by the server name in the client's TLS hello, which is passed on untouched: nothing is decrypted.")
                List<SniRouteConfig> sni,
        @Doc(
                        "Beside 'sni': the upstream of clients that speak something else than TLS. Absent: they are refused with L6.NOT_TLS.")
                @RefersTo("upstreams")
                @Nullable String plaintextTo,
        @Doc("Beside 'sni': a client whose TLS hello is not complete by then is cut.")
                @Default("10s")
                @Range(min = "10ms", max = "10m")
                Duration helloTimeout,
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
