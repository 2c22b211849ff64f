package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.Cidr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc("Which requests a route takes: those for which everything written here is true.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              routes:
                - match: { hosts: [example.com, "*.example.com"], pathRegex: "/img/.*[.](png|jpg)" }
                  to: static
                - match:
                    path: /api
                    methods: [POST, PUT]
                    headers: { X-Canary: "1", X-Client: { prefix: ios- } }
                    query: { preview: { present: true } }
                    clients: [10.0.0.0/8]
                  to: next
                - to: shop
        """)
public record MatchConfig(
        @Doc(
                        "The host without its port: 'shop.example.com', or '*.example.com' for every name below example.com.")
                @Nullable String host,
        @Doc("Several hosts.") List<String> hosts,
        @Doc(
                        "A prefix of whole segments: /checkout takes /checkout and /checkout/x, never /checkout-old.")
                @Nullable String path,
        @Doc("The path, and nothing below it.") @Nullable String pathExact,
        @Doc(
                        "A regular expression for the whole path. It takes linear time: no look-around, no back-references.")
                @Nullable String pathRegex,
        @Doc("The method.") @Nullable String method,
        @Doc("Several methods.") List<String> methods,
        @Doc("Header fields by name. One field line has to match, whole and in its case.")
                Map<String, ValueMatchConfig> headers,
        @Doc("Query parameters by name, compared as they are written, without decoding.")
                Map<String, ValueMatchConfig> query,
        @Doc("Ranges of client addresses.") List<Cidr> clients) {}
