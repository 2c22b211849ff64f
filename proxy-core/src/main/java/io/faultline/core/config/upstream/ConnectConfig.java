package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("How a connection to an endpoint is made.")
@Example(
        """
        upstreams:
          redis:
            endpoints: [10.0.2.1:6379, 10.0.2.2:6379]
            connect: { timeout: 1s, attempts: 2, budget: 3s }
        """)
public record ConnectConfig(
        @Doc("How long one connect may take.") @Default("3s") @Range(min = "10ms", max = "10s")
                Duration timeout,
        @Doc("Endpoints tried for one session, the first included.")
                @Default("3")
                @Range(min = "1", max = "10")
                int attempts,
        @Doc("How long all attempts together may take.")
                @Default("10s")
                @Range(min = "10ms", max = "1m")
                Duration budget,
        @Doc("Our address towards the endpoint. Absent: the system chooses.")
                @Nullable String source) {}
