package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;

@Doc("SIGTERM: stop accepting, let sessions finish, then end.")
@Example(
        """
        shutdown: { grace: 5s, deadline: 1m }
        """)
public record ShutdownConfig(
        @Doc(
                        "Readiness fails this long before listeners close, so that a balancer in front can look away.")
                @Default("0s")
                @Range(max = "5m")
                Duration grace,
        @Doc("Sessions still open after this are cut.") @Default("30s") @Range(max = "1h")
                Duration deadline) {}
