package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import org.jspecify.annotations.Nullable;

@Doc(
        "A call of grpc.health.v1.Health/Check is the check: the server says itself whether it serves. Over HTTP/2, with TLS where traffic uses it.")
@Example(
        """
        upstreams:
          calls:
            endpoints: [10.0.0.1:50051]
            protocol: h2c
            health: { grpc: { service: shop.Orders }, interval: 5s }
        """)
public record GrpcCheckConfig(
        @Doc("The service that is asked about. Empty: the server as a whole.") @Default("\"\"")
                String service,
        @Doc("What is asked for as :authority. Absent: the endpoint as it is written.")
                @Nullable String host) {}
