package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.StatusRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc(
        "One request on a connection of its own, over TLS where traffic uses it: in HTTP/2 where the upstream's protocol is h2 or h2c and the check has no port of its own, else in HTTP/1.1.")
@Example(
        """
        upstreams:
          shop:
            endpoints: [10.0.0.1:8080]
            health:
              http: { path: /healthz, host: shop.example.com, expect: [200-299, 304], body: '"up"' }
              interval: 5s
        """)
public record HttpCheckConfig(
        @Doc("What is asked for; may have a query.") @Default("/") String path,
        @Doc("The request's method.") @Default("GET") String method,
        @Doc("The Host field. Absent: the endpoint as it is written.") @Nullable String host,
        @Doc(
                        "The statuses of a good answer: 204, 200-299 or 2xx. Empty: 200-299. Redirects are not"
                                + " followed.")
                List<StatusRange> expect,
        @Doc("Text that must stand in the first 64 KiB of the body. Absent: the body is not read.")
                @Nullable String body) {

    /** The statuses of a good answer, spelled out. */
    public List<StatusRange> good() {
        return expect.isEmpty() ? List.of(new StatusRange(200, 299)) : expect;
    }
}
