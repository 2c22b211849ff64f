package io.faultline.core.config.tls;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import org.jspecify.annotations.Nullable;

@Doc("TLS for the operators' port, for where it is more than loopback.")
@Example(
        """
        admin:
          bind: 10.0.0.5:9901
          tls: { cert: certs/admin.pem, key: certs/admin.key, clientCa: certs/operators.pem }
        """)
public record AdminTlsConfig(
        @Doc("The certificate, followed by those that lead to its authority.") String cert,
        @Doc("Its private key, not encrypted.") String key,
        @Doc(
                        "Authorities of operators. Who shows a certificate of theirs may change things, without a token; who shows none may look.")
                @Nullable String clientCa) {}
