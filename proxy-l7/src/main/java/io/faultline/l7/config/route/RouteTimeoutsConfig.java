package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("How long the requests of a route may take.")
public record RouteTimeoutsConfig(
        @Doc("From the sent request to the head of the response. Absent: that of the listener.")
                @Range(min = "10ms", max = "1d")
                @Nullable Duration response,
        @Doc("An answer of which nothing more comes. Absent: that of the listener.")
                @Range(min = "10ms", max = "1d")
                @Nullable Duration responseStall,
        @Doc("One try, connect included, to the head of the response. Absent: no limit of its own.")
                @Range(min = "10ms", max = "1d")
                @Nullable Duration tryTimeout,
        @Doc("All tries and the whole response. Absent: no limit, a body that moves is not cut.")
                @Range(min = "10ms", max = "7d")
                @Nullable Duration total,
        @Doc("A tunnel on which no byte moves. Absent: that of the listener.")
                @Range(min = "10ms", max = "7d")
                @Nullable Duration tunnelIdle) {}
