package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import org.jspecify.annotations.Nullable;

@Doc("Changes the path or the host before the request is forwarded. The query stays.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              routes:
                - match: { path: /api }
                  rewrite: { pathPrefix: /v2, host: api.internal }
                  to: api
                - match: { pathRegex: "/item/([0-9]+)" }
                  rewrite: { path: /items/by-id/$1 }
                  to: api
        """)
public record RewriteConfig(
        @Doc("Takes the place of the matched prefix. '/' removes the prefix.")
                @Nullable String pathPrefix,
        @Doc("The whole path. With pathRegex, $1 stands for its first group.")
                @Nullable String path,
        @Doc("The host, with a port if it needs one.") @Nullable String host) {}
