package io.faultline.core.config;

import io.faultline.core.config.describe.Address;
import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.value.HostPort;

@Doc("The operators' port: health of the proxy itself, metrics, state. Keep it on loopback.")
@Example(
        """
        admin: { bind: 127.0.0.1:9901 }
        """)
public record AdminConfig(
        @Doc("IP address and port.") @Default("127.0.0.1:9901") @Address(Use.LISTEN)
                HostPort bind) {}
