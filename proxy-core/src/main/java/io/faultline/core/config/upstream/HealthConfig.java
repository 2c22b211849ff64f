package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("Active health checks.")
@Example(
        """
        upstreams:
          redis:
            endpoints: [10.0.2.1:6379]
            health: { interval: 500ms, timeout: 300ms, rise: 4, fall: 2 }
        """)
public record HealthConfig(
        @Doc("A TCP connect is the check; so it is where none of tcp, http and grpc is named.")
                @Nullable TcpCheck tcp,
        @Doc("An HTTP request is the check.") @Nullable HttpCheckConfig http,
        @Doc("A gRPC health call is the check.") @Nullable GrpcCheckConfig grpc,
        @Doc("Time between checks; each waits up to 10 % more or less.")
                @Default("2s")
                @Range(min = "50ms", max = "1h")
                Duration interval,
        @Doc("How long one check may take.") @Default("1s") @Range(min = "10ms", max = "1m")
                Duration timeout,
        @Doc("Good checks in a row until an endpoint is up.")
                @Default("2")
                @Range(min = "1", max = "100")
                int rise,
        @Doc("Failed checks in a row until an endpoint is down.")
                @Default("3")
                @Range(min = "1", max = "100")
                int fall,
        @Doc("What an endpoint counts as before its first check ended, which decides alone.")
                @Default("up")
                InitialState initially,
        @Doc("Check here instead of the endpoint's own port.") @Range(min = "1", max = "65535")
                @Nullable Integer port,
        @Doc(
                        "Whether a check does TLS as traffic does, where the upstream has tls: no handshake, or a bad certificate, is a failed check.")
                @Default("true")
                boolean tls) {

    @Doc("Connects, then closes.")
    public record TcpCheck() {}

    public enum InitialState {
        UP,
        DOWN
    }
}
