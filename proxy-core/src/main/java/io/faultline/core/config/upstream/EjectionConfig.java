package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;

@Doc(
        "An endpoint that keeps failing connects is left alone for a while. Faults of our own side never count.")
@Example(
        """
        upstreams:
          redis:
            endpoints: [10.0.2.1:6379, 10.0.2.2:6379]
            ejection: { consecutiveFaults: 3, baseTime: 5s }
        """)
public record EjectionConfig(
        @Doc("Connect faults in a row. 0 switches ejection off.")
                @Default("5")
                @Range(min = "0", max = "1000")
                int consecutiveFaults,
        @Doc("First ejection; each further one lasts this much longer.")
                @Default("10s")
                @Range(min = "100ms")
                Duration baseTime,
        @Doc("No ejection is longer.") @Default("5m") @Range(min = "1s") Duration maxTime,
        @Doc("At most this share of the endpoints is ejected at once; the last one never is.")
                @Default("50")
                @Range(min = "0", max = "100")
                int maxPercent) {}
