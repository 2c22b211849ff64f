package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;

@Doc(
        "An upstream most of whose requests fail is asked nothing for a while: requests are answered 503 at once, one at a time is let through to see. It is about HTTP, and about the upstream as a whole; a single endpoint that fails is the business of health and ejection.")
@Example(
        """
        upstreams:
          search:
            endpoints: [10.0.4.1:8080, 10.0.4.2:8080]
            circuitBreaker: { failurePercent: 50, minRequests: 20, window: 10s, open: 5s }
        """)
public record CircuitBreakerConfig(
        @Doc(
                        "It opens when so many of the requests of a window failed: answered 5xx by the application, or not at all.")
                @Default("50")
                @Range(min = "1", max = "100")
                int failurePercent,
        @Doc("Fewer requests in a window prove nothing.")
                @Default("20")
                @Range(min = "1", max = "1000000")
                int minRequests,
        @Doc("How long requests are counted together.")
                @Default("10s")
                @Range(min = "100ms", max = "1h")
                Duration window,
        @Doc("How long nothing is asked before one request is let through.")
                @Default("5s")
                @Range(min = "100ms", max = "1h")
                Duration open) {}
