package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import org.jspecify.annotations.Nullable;

@Doc(
        "Sends the client elsewhere: to an address of its own, or to the same one with another scheme, host or port.")
@Example(
        """
        listeners:
          - name: plain
            bind: :80
            http:
              routes:
                - match: { path: /blog }
                  redirect: { to: https://blog.example.com, keepPath: true, status: 301 }
                - redirect: { scheme: https, status: 308 }
        """)
public record RedirectConfig(
        @Doc(
                        "An address: https://www.example.com/new, or a path. With pathRegex, $1 stands for its first group.")
                @Nullable String to,
        @Doc("Puts what follows the matched prefix behind the address.") @Default("false")
                boolean keepPath,
        @Doc("Keeps the query.") @Default("true") boolean keepQuery,
        @Doc("Instead of an address: the same host and path over this scheme.")
                @Nullable Scheme scheme,
        @Doc("Instead of an address: the same path on this host.") @Nullable String host,
        @Doc("The port to go with scheme or host. Absent: the scheme's own.")
                @Range(min = "1", max = "65535")
                @Nullable Integer port,
        @Doc("301, 302, 303, 307 or 308. Browsers remember 301 and 308 for long.") @Default("302")
                int status) {

    public enum Scheme {
        HTTP,
        HTTPS
    }
}
