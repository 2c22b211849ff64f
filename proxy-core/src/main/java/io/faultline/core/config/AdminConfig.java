package io.faultline.core.config;

import io.faultline.core.config.describe.Address;
import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Secret;
import io.faultline.core.config.tls.AdminTlsConfig;
import io.faultline.core.config.value.HostPort;
import org.jspecify.annotations.Nullable;

@Doc("The operators' port: health of the proxy itself, metrics, state. Keep it on loopback.")
@Example(
        """
        admin: { bind: 127.0.0.1:9901 }
        """)
public record AdminConfig(
        @Doc("IP address and port.") @Default("127.0.0.1:9901") @Address(Use.LISTEN) HostPort bind,
        @Doc(
                        "What a caller must show to change something, as 'Authorization: Bearer'; better ${A_VARIABLE} than the token itself. Absent: nothing can be changed through the port but by a client certificate (tls.clientCa).")
                @Secret
                @Nullable String token,
        @Doc("TLS. Absent: plain HTTP.") @Nullable AdminTlsConfig tls) {}
