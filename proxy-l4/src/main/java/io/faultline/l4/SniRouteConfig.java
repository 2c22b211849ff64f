package io.faultline.l4;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.RefersTo;
import java.util.List;

@Doc("Server names of TLS clients, and where those clients go.")
@Example(
        """
        listeners:
          - name: tls
            bind: :443
            tcp:
              sni:
                - { names: [shop.example.com, "*.shop.example.com"], to: shop }
                - { names: [mail.example.com], alpn: [imap], to: mail }
              to: fallback
        """)
public record SniRouteConfig(
        @Doc(
                        "Names as clients ask for them. '*.example.com' stands for every name below example.com, however deep; the longest name that fits wins.")
                List<String> names,
        @Doc(
                        "Only for clients that offer one of these protocols inside TLS (ALPN). Absent: whatever they offer.")
                List<String> alpn,
        @Doc("The upstream.") @RefersTo("upstreams") String to) {}
