package io.faultline.l7.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;

@Doc("What the upstream is told about the client.")
public record ForwardedConfig(
        @Doc("X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port.")
                @Default("true")
                boolean xForwarded,
        @Doc("Forwarded (RFC 7239), which says the same in one field.") @Default("false")
                boolean forwarded,
        @Doc("Via (RFC 9110 7.6.3), by which we also notice a request that has come back to us.")
                @Default("true")
                boolean via,
        @Doc(
                        "X-Forwarded-Client-Cert: who the client is by its certificate, as Hash, Subject, URI and DNS. What clients or proxies send under this name is taken away.")
                @Default("false")
                boolean clientCertificate) {}
