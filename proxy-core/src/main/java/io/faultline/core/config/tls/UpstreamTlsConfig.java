package io.faultline.core.config.tls;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc("TLS to the endpoints, whose certificates are verified.")
@Example(
        """
        upstreams:
          ledger:
            endpoints: [10.0.3.1:9443]
            tls:
              ca: certs/internal-ca.pem
              serverName: ledger.internal
        """)
public record UpstreamTlsConfig(
        @Doc("Whether endpoints must prove who they are. Without it anybody in between can read.")
                @Default("true")
                boolean verify,
        @Doc("The authorities that may vouch for them: a PEM file. Absent: those of the system.")
                @Nullable String ca,
        @Doc(
                        "The name we ask for, and the one their certificate must have. Absent: the endpoint's host as it is written.")
                @Nullable String serverName,
        @Doc(
                        "SHA-256 of public keys (SPKI), in base64: one certificate of the chain must have one of them. Empty: any.")
                List<String> pins,
        @Doc("What we show when we are asked who we are.")
                @Nullable CertificateConfig clientCertificate,
        @Doc("Oldest version spoken: 1.0 to 1.3.") @Default("1.2") String minVersion,
        @Doc("Newest version spoken.") @Default("1.3") String maxVersion,
        @Doc("Ciphers of TLS 1.2 by their OpenSSL names, best first. Empty: the safe ones.")
                List<String> ciphers,
        @Doc(
                        "Curves (groups) for the key exchange, best first. Empty: x25519mlkem768, x25519, p-256, p-384.")
                List<TlsCurve> curves,
        @Doc("How long a handshake may take; connect.budget ends it as well.")
                @Default("5s")
                @Range(min = "10ms", max = "1m")
                Duration handshakeTimeout) {}
