package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.RefersTo;
import io.faultline.core.config.describe.Secret;
import io.faultline.core.config.value.ByteSize;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protocol section as another module would bring it, with one key of every unusual sort. */
@Doc("Forwards bytes.")
public record SampleTcp(
        @Doc("The upstream.") @RefersTo("upstreams") String to,
        @Doc("Ends a silent session.") @Default("5m") @Range(min = "1s", max = "1d")
                Duration idleTimeout,
        @Doc("Bytes in flight.") @Default("64KiB") @Range(min = "4KiB") ByteSize buffer,
        @Doc("Shared with the other side.") @Secret @Nullable String token,
        @Doc("A number nobody may see.") @Secret @Range(min = "1000") @Nullable Integer pin,
        @Doc("Free notes.") Map<String, String> labels) {

    public static final Map<String, Class<? extends Record>> REGISTRY =
            Map.of("tcp", SampleTcp.class);
}
