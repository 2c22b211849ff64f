package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;

@Doc(
        "Connections that HTTP uses for one request after the other, and how much an upstream may be given at once. It is not about TCP listeners: there every session has its own connection.")
@Example(
        """
        upstreams:
          legacy:
            endpoints: [10.0.3.1:8080, 10.0.3.2:8080]
            pool: { maxConnections: 50, maxPending: 200, pendingTimeout: 2s, idle: 15s }
        """)
public record PoolConfig(
        @Doc(
                        "Connections to all endpoints together, of all workers. Requests beyond them wait. 0: no bound.")
                @Default("0")
                @Range(min = "0", max = "1000000")
                int maxConnections,
        @Doc(
                        "Requests that wait for one of maxConnections, at each worker. Further ones are answered 503.")
                @Default("1024")
                @Range(min = "0", max = "100000")
                int maxPending,
        @Doc("How long a request waits for one of maxConnections.")
                @Default("5s")
                @Range(min = "10ms", max = "10m")
                Duration pendingTimeout,
        @Doc(
                        "Requests that run at once, of all workers together. Further ones are answered 503. 0: no bound.")
                @Default("0")
                @Range(min = "0", max = "1000000")
                int maxRequests,
        @Doc(
                        "A connection without a request for so long is closed. Keep it below what the endpoints allow.")
                @Default("30s")
                @Range(min = "10ms", max = "1d")
                Duration idle,
        @Doc(
                        "An older connection ends after its request; each one up to a tenth earlier, so that they do not all end at once.")
                @Default("10m")
                @Range(min = "10ms", max = "7d")
                Duration maxAge,
        @Doc("Requests that one connection carries in its life. 0: no bound.")
                @Default("0")
                @Range(min = "0", max = "1000000")
                int requestsPerConnection,
        @Doc("Connections without a request that are kept, per endpoint and worker.")
                @Default("256")
                @Range(min = "0", max = "10000")
                int maxIdle,
        @Doc(
                        "HTTP/2: an endpoint from which nothing came for so long is asked (PING) whether it is there. Many gRPC servers end connections that ask more often than every 5 minutes.")
                @Default("6m")
                @Range(min = "10ms", max = "1d")
                Duration pingInterval,
        @Doc("HTTP/2: how long it may take to say so.")
                @Default("10s")
                @Range(min = "10ms", max = "1h")
                Duration pingTimeout) {}
