package io.faultline.core.config.upstream;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.Shorthand;
import io.faultline.core.config.value.HostPort;

@Doc("One place to connect to.")
@Shorthand("address")
@Example(
        """
        upstreams:
          redis:
            endpoints:
              - 10.0.2.1:6379
              - { address: 10.0.2.2:6379, weight: 3 }
              - { address: 10.0.2.3:6379, backup: true }
        """)
public record EndpointConfig(
        @Doc("Address or DNS name, and port.") HostPort address,
        @Doc("Share of the traffic. 0 drains: nothing new, sessions finish.")
                @Default("1")
                @Range(min = "0", max = "1000")
                int weight,
        @Doc("Used only when every other endpoint is down.") @Default("false") boolean backup,
        @Doc("Takes nothing new; sessions finish, clients bound to it by a cookie stay.")
                @Default("false")
                boolean drain) {}
