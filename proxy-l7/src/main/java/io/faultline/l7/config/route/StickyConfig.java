package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc(
        "Keeps a client on one endpoint with a signed cookie that says nothing to others. If the endpoint is gone, the client gets another.")
public record StickyConfig(
        @Doc("The cookie's name.") String cookie,
        @Doc("How long the client keeps it. Absent: until its session ends.")
                @Range(min = "1s", max = "365d")
                @Nullable Duration ttl,
        @Doc("The path the cookie is sent back for.") @Default("/") String path,
        @Doc("Sent back over TLS only. Absent: if the client came over TLS.")
                @Nullable Boolean secure,
        @Doc(
                        "What cookies are made with: at least 16 characters, the same for all proxies that serve this name. Absent: drawn when the process starts, so its cookies end with it and mean nothing to another one.")
                @Secret
                @Nullable String key) {}
