package io.faultline.l7.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.Cidr;
import io.faultline.l7.config.route.RateLimitConfig;
import io.faultline.l7.config.route.RouteConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc("Speaks HTTP and sends every request where the routes say.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              routes:
                - match: { path: /checkout }
                  to: payments
                - to: shop
        """)
public record HttpConfig(
        @Doc(
                        "Who takes which request. The order in the file decides only between routes for the same host and path; 'faultline routes FILE' prints the order in which they are tried.")
                List<RouteConfig> routes,
        @Doc("How large a request may be.") @Default("{}") HttpLimitsConfig limits,
        @Doc("How long a request may take.") @Default("{}") HttpTimeoutsConfig timeouts,
        @Doc("HTTP/2 with clients.") @Default("{}") Http2Config http2,
        @Doc(
                        "Proxies in front of us. What they say about the client in X-Forwarded-* and Forwarded is kept and added to; what anybody else says is overwritten.")
                List<Cidr> trustedProxies,
        @Doc("What the upstream is told about the client.") @Default("{}")
                ForwardedConfig forwarded,
        @Doc("X-Request-Id, which joins the logs of all hops.") @Default("trusted")
                Propagation requestId,
        @Doc("The W3C traceparent field.") @Default("keep") Propagation traceparent,
        @Doc("Clients that are told which layer broke and where the time went. Empty: nobody.")
                List<Cidr> diagnosticsTo,
        @Doc("To those clients: Server-Timing, the time of each layer.") @Default("true")
                boolean serverTiming,
        @Doc("To those clients: Proxy-Status, the fault by its code.") @Default("true")
                boolean proxyStatus,
        @Doc("What becomes of %2F and %5C in a path.") @Default("keep") EncodedSlash encodedSlash,
        @Doc(
                        "What clients read when we answer in an endpoint's place. Absent: a few words of ours.")
                List<ErrorPageConfig> errorPages,
        @Doc(
                        "How often each client may make requests of this listener, whichever route takes them. Absent: as often as it likes.")
                @Nullable RateLimitConfig rateLimit) {}
