package io.faultline.core.config.tls;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Range;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc(
        "TLS with the clients ends here. Files are read again when they change; when the new ones are bad, the old ones stay.")
@Example(
        """
        listeners:
          - name: postgres
            bind: :5432
            tls:
              certificates:
                - { cert: certs/db.pem, key: certs/db.key }
              clientCertificates: required
              clientCa: certs/staff-ca.pem
            tcp: { to: pgbouncer }
        """)
public record ListenerTlsConfig(
        @Doc(
                        "What we show, chosen by the name the client asks for: exact names first, then '*.' for one label. The first one is the default.")
                List<CertificateConfig> certificates,
        @Doc("What a client gets that asks for another name, or for none.") @Default("default")
                UnknownName unknownName,
        @Doc("Whether clients must show a certificate.") @Default("none")
                ClientCertificates clientCertificates,
        @Doc("The authorities that may vouch for clients: a PEM file.") @Nullable String clientCa,
        @Doc(
                        "Names a client's certificate must have one of, as 'batch.example.com', '*.example.com' or 'spiffe://shop/batch'. Empty: any that the authorities vouch for.")
                List<String> clientNames,
        @Doc("Oldest version spoken: 1.0 to 1.3.") @Default("1.2") String minVersion,
        @Doc("Newest version spoken.") @Default("1.3") String maxVersion,
        @Doc(
                        "Ciphers of TLS 1.2 by their OpenSSL names, best first. Empty: all that are forward secret and authenticated. Those of TLS 1.3 are all safe and not a choice.")
                List<String> ciphers,
        @Doc(
                        "Curves (groups) for the key exchange, best first. Empty: x25519mlkem768, x25519, p-256, p-384.")
                List<TlsCurve> curves,
        @Doc("How long a handshake may take.") @Default("10s") @Range(min = "10ms", max = "1m")
                Duration handshakeTimeout,
        @Doc("Handshakes at once on this listener. 0: only limits.maxHandshakes counts.")
                @Default("0")
                @Range(min = "0", max = "1000000")
                int maxHandshakes,
        @Doc("What an expired certificate is at start.") @Default("warn") Expired expired) {

    public enum UnknownName {
        @Doc("The first certificate; the client decides what it thinks of that.")
        DEFAULT,
        @Doc("An alert: unrecognized_name.")
        REFUSE
    }

    public enum ClientCertificates {
        @Doc("They are not asked for one.")
        NONE,
        @Doc("They are asked; what comes must be good.")
        OPTIONAL,
        @Doc("No certificate, no connection.")
        REQUIRED
    }

    public enum Expired {
        @Doc("Said and served.")
        WARN,
        @Doc("The proxy does not start.")
        ERROR
    }
}
