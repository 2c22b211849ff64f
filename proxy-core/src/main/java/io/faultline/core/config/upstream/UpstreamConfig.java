package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc("A group of endpoints and how connections are spread over them.")
@Example(
        """
        upstreams:
          pgbouncer:
            balance: source-hash
            hashBalanceFactor: 1.5
            endpoints: [10.0.1.1:6432, 10.0.1.2:6432]
            health: { interval: 2s, rise: 2, fall: 3 }
        """)
public record UpstreamConfig(
        @Doc("How the next endpoint is chosen.") @Default("round-robin") Balance balance,
        @Doc("The endpoints, by address or by DNS name. A name stands for all its addresses.")
                List<EndpointConfig> endpoints,
        @Doc("How names are resolved.") @Default("{}") DnsConfig dns,
        @Doc("Active checks. Absent: endpoints are taken as healthy until traffic says otherwise.")
                @Nullable HealthConfig health,
        @Doc("Passive ejection: what traffic itself says.") @Default("{}") EjectionConfig ejection,
        @Doc("How long an endpoint that recovered takes to reach its full weight. 0s: at once.")
                @Default("0s")
                @Range(max = "1h")
                Duration slowStart,
        @Doc("How a connection is made.") @Default("{}") ConnectConfig connect,
        @Doc("TLS to the endpoints. Absent: none.") @Nullable UpstreamTlsConfig tls,
        @Doc("What HTTP listeners speak with the endpoints.") @Default("h1") Speaks protocol,
        @Doc("Tell the endpoint who the client is.") @Default("none")
                ProxyProtocolOut sendProxyProtocol,
        @Doc(
                        "With source-hash: no endpoint takes more than this times its fair share. 0: no bound.")
                @Default("0")
                @Range(min = "0", max = "10")
                double hashBalanceFactor,
        @Doc("Connections that HTTP uses again, and caps on requests.") @Default("{}")
                PoolConfig pool,
        @Doc("HTTP/2 with the endpoints, where protocol says so.") @Default("{}")
                UpstreamHttp2Config http2,
        @Doc("When an upstream that only fails is asked nothing for a while. Absent: never.")
                @Nullable CircuitBreakerConfig circuitBreaker) {

    public enum Balance {
        @Doc("In turn, by weight, smoothly interleaved.")
        ROUND_ROBIN,
        @Doc("The endpoint with the fewest connections per weight.")
        LEAST_CONNECTIONS,
        @Doc("By the client's address: the same client reaches the same endpoint.")
        SOURCE_HASH,
        @Doc("The less loaded of two random endpoints.")
        RANDOM
    }

    public enum Speaks {
        @Doc("HTTP/1.1, with tls or without.")
        H1,
        @Doc("HTTP/2 inside TLS; an endpoint that does not agree to it (ALPN) has failed.")
        H2,
        @Doc("HTTP/2 without TLS, without asking first.")
        H2C,
        @Doc(
                "Whichever the endpoint prefers inside TLS: HTTP/2 or HTTP/1.1. Without tls: HTTP/1.1.")
        AUTO
    }

    public enum ProxyProtocolOut {
        @Doc("No header: the endpoint sees our address.")
        NONE,
        @Doc("The header as text.")
        V1,
        @Doc("The header as bytes.")
        V2
    }
}
