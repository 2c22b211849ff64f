package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc(
        "How many requests each client may make, of all workers together; more are answered 429 with Retry-After. Every client has a bucket of its own that holds 'burst' requests and fills by 'requests' per 'per'.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              rateLimit: { requests: 100 }
              routes:
                - match: { path: /login }
                  to: shop
                  rateLimit: { requests: 10, per: 1m, burst: 3 }
                - match: { path: /api }
                  to: shop
                  rateLimit: { requests: 50, by: { header: X-Api-Key } }
                - to: shop
        """)
public record RateLimitConfig(
        @Doc("So many.") @Range(min = "1", max = "1000000") int requests,
        @Doc("In so long.") @Default("1s") @Range(min = "1s", max = "1d") Duration per,
        @Doc("So many at once, if there were none for a while. 0: as many as 'requests'.")
                @Default("0")
                @Range(min = "0", max = "1000000")
                int burst,
        @Doc(
                        "Who is one client. Absent: an address of IPv4, a /64 of IPv6. A request that lacks the header or cookie is counted by its address.")
                @Nullable RequestKeyConfig by,
        @Doc(
                        "So many clients are told apart, at 16 bytes each. If there are more, those are forgotten whose buckets are fullest.")
                @Default("16384")
                @Range(min = "64", max = "4000000")
                int clients) {}
