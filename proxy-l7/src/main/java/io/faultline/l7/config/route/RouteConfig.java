package io.faultline.l7.config.route;

import io.faultline.core.config.FirewallConfig;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.RefersTo;
import io.faultline.core.config.value.ByteSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc(
        "Which requests, and what becomes of them. Each route has exactly one of to, split, redirect and respond.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              routes:
                - match: { host: img.example.com, path: /img }
                  to: static
                - match: { path: /api }
                  split: [{ to: v1, weight: 95 }, { to: v2, weight: 5 }]
                  rewrite: { pathPrefix: / }
                  requestHeaders: { set: { X-Api: "2" }, remove: [X-Debug] }
                  timeouts: { response: 5s, total: 20s }
                  retries: { attempts: 3, on: [connect-failure, http-503] }
                - match: { path: /old }
                  redirect: { to: /new, status: 301 }
                - match: { path: /admin }
                  to: shop
                  firewall: { otherwise: deny, allow: [10.0.0.0/8] }
                - match: { pathExact: /ping }
                  respond: { body: "pong" }
                - to: shop
        """)
public record RouteConfig(
        @Doc("Stands in logs and metrics. Absent: the file and line.") @Nullable String name,
        @Doc("Which requests. Absent: all that no other route takes.") @Default("{}")
                MatchConfig match,
        @Doc("The upstream.") @RefersTo("upstreams") @Nullable String to,
        @Doc("Several upstreams, each with its share.") List<SplitTargetConfig> split,
        @Doc("Sends the same client to the same part of the split. Absent: at random.")
                @Nullable RequestKeyConfig splitBy,
        @Doc("Sends the client elsewhere.") @Nullable RedirectConfig redirect,
        @Doc("Answers without an upstream.") @Nullable RespondConfig respond,
        @Doc("Changes the path or the host before the request is forwarded.")
                @Nullable RewriteConfig rewrite,
        @Doc("Header fields of the request, on the way to the upstream.")
                @Nullable HeaderEditsConfig requestHeaders,
        @Doc("Header fields of the response, on the way to the client.")
                @Nullable HeaderEditsConfig responseHeaders,
        @Doc("How long its requests may take.") @Default("{}") RouteTimeoutsConfig timeouts,
        @Doc("When a request is tried again on another endpoint.") @Default("{}")
                RetriesConfig retries,
        @Doc("The request body. 0: no limit. Absent: limits.maxBodyBytes.")
                @Nullable ByteSize maxBodyBytes,
        @Doc("Keeps a client on one endpoint with a cookie of ours.") @Nullable StickyConfig sticky,
        @Doc("Sends requests with the same key to the same endpoint.")
                @Nullable RequestKeyConfig hash,
        @Doc(
                        "Who may make its requests, by the client's address; others are answered 403. Ranges under match choose another route instead. Absent: everybody.")
                @Nullable FirewallConfig firewall,
        @Doc("How often each client may make its requests. Absent: as often as it likes.")
                @Nullable RateLimitConfig rateLimit) {}
