package io.faultline.l7.config;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.StatusRange;
import java.util.List;

@Doc("A file that is sent in place of our own words about a failure.")
@Example(
        """
        listeners:
          - name: web
            bind: :8080
            http:
              errorPages:
                - { status: [404], file: pages/404.html }
                - { status: [5xx], file: pages/sorry.html }
                - { status: [5xx], file: pages/sorry.json }
              routes:
                - to: shop
        """)
public record ErrorPageConfig(
        @Doc(
                        "For which statuses: 404, 500-504 or 5xx. The narrowest wins. What an endpoint answered is"
                                + " passed on as it is, whatever its status.")
                List<StatusRange> status,
        @Doc(
                        "The file, beside this one unless its path is absolute: .html, .json or .txt, UTF-8, at most"
                                + " 64 KiB. {status}, {reason}, {code}, {layer} and {requestId} are filled in, other"
                                + " braces stay. Clients choose among the kinds by their Accept field.")
                String file) {}
