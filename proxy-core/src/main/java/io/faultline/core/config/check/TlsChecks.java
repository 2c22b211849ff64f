package io.faultline.core.config.check;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.tls.AdminTlsConfig;
import io.faultline.core.config.tls.CertificateConfig;
import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.config.tls.ListenerTlsConfig.ClientCertificates;
import io.faultline.core.config.tls.ListenerTlsConfig.Expired;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.cert.Pins;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS on either side: the files can be used, belong together and are in force; the settings fit. */
final class TlsChecks {

    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
    private static final String SAFE = "1.2";

    private final Findings findings;
    private final Path file;
    private final Instant now;

    /** @param file relative paths start beside it */
    TlsChecks(Findings findings, Path file, InstantSource clock) {
        this.findings = findings;
        this.file = file;
        this.now = clock.instant();
    }

    // ---- listeners

    void run(String listener, ListenerTlsConfig tls) {
        if (tls.certificates().isEmpty() && findings.isSound(tls, "certificates")) {
            findings.error(
                    findings.at(tls, "certificates"),
                    "listener %s has TLS and no certificate. Add one: certificates: [{ cert: FILE, key: FILE }].",
                    Quote.of(listener));
        }
        Map<String, CertificateConfig> owners = new HashMap<>();
        for (CertificateConfig each : tls.certificates()) {
            Identity identity = read(each);
            if (identity != null) {
                checkDates(identity, each, tls.expired() == Expired.ERROR);
                checkNames(identity, each, owners);
                checkOrder(identity, each);
            }
        }
        checkVersions(tls, tls.minVersion(), tls.maxVersion());
        checkClients(listener, tls);
    }

    private @Nullable Identity read(CertificateConfig config) {
        return read(config, config.cert(), config.key());
    }

    private @Nullable Identity read(Record owner, String cert, String keyFile) {
        if (!findings.isSound(owner, "cert", "key")) {
            return null;
        }
        Path key = file.resolveSibling(keyFile);
        try {
            return Identity.read(file.resolveSibling(cert), key);
        } catch (BadFile bad) {
            findings.error(
                    findings.at(owner, bad.file().equals(key) ? "key" : "cert"),
                    "%s",
                    bad.sentence());
            return null;
        }
    }

    /** The operators' port: its files can be used. */
    void run(AdminTlsConfig tls) {
        read(tls, tls.cert(), tls.key());
        String clientCa = tls.clientCa();
        if (clientCa != null && findings.isSound(tls, "clientCa")) {
            try {
                ChainVerifier.ofClients(file.resolveSibling(clientCa));
            } catch (BadFile bad) {
                findings.error(findings.at(tls, "clientCa"), "%s", bad.sentence());
            }
        }
    }

    private void checkDates(Identity identity, CertificateConfig config, boolean expiredIsAnError) {
        Location at = findings.at(config, "cert");
        if (now.isBefore(identity.notBefore())) {
            findings.warning(
                    at,
                    "the certificate for %s is not valid before %s: clients will refuse it until then. Is the clock right?",
                    identity.name(),
                    identity.notBefore());
        } else if (now.isAfter(identity.notAfter())) {
            String sentence =
                    "the certificate for %s ended at %s: clients refuse it. Renew it, then look: openssl x509 -noout -dates -in %s";
            Object[] details = {identity.name(), identity.notAfter(), identity.certificateFile()};
            if (expiredIsAnError) {
                findings.error(at, sentence, details);
            } else {
                findings.warning(at, sentence, details);
            }
        }
    }

    private void checkOrder(Identity identity, CertificateConfig config) {
        int stranger = identity.firstStranger();
        if (stranger > 0) {
            findings.warning(
                    findings.at(config, "cert"),
                    "certificate %d of %s (%s) did not sign the one before it (signed by %s): clients that"
                            + " do not know the rest of the chain will refuse us.",
                    stranger,
                    identity.certificateFile(),
                    identity.chain().get(stranger - 1).getSubjectX500Principal().getName(),
                    identity.chain().get(stranger - 2).getIssuerX500Principal().getName());
        }
    }

    private void checkNames(
            Identity identity, CertificateConfig config, Map<String, CertificateConfig> owners) {
        for (String name : identity.names()) {
            CertificateConfig first = owners.putIfAbsent(name, config);
            if (first != null && first != config) {
                findings.warning(
                        findings.at(config, "cert"),
                        "the name %s is already served by the certificate at %s: this one is never shown for it.",
                        name,
                        findings.at(first, "cert").exact());
            }
        }
    }

    private void checkClients(String listener, ListenerTlsConfig tls) {
        boolean asked = tls.clientCertificates() != ClientCertificates.NONE;
        if (!findings.isSound(tls, "clientCertificates", "clientCa", "clientNames")) {
            return;
        }
        if (asked && tls.clientCa() == null) {
            findings.error(
                    findings.at(tls, "clientCertificates"),
                    "listener %s asks clients for certificates and nobody may vouch for them. Add clientCa: a PEM file with the authorities.",
                    Quote.of(listener));
        }
        if (!asked && (tls.clientCa() != null || !tls.clientNames().isEmpty())) {
            findings.error(
                    findings.at(tls, "clientCa", "clientNames"),
                    "clients are not asked for a certificate, so this does nothing. Add clientCertificates: required, or optional.");
        }
        if (tls.clientCa() != null) {
            checkBundle(tls, "clientCa", tls.clientCa());
        }
    }

    private void checkBundle(Record owner, String component, String bundle) {
        try {
            ChainVerifier.ofServers(file.resolveSibling(bundle));
        } catch (BadFile bad) {
            findings.error(findings.at(owner, component), "%s", bad.sentence());
        }
    }

    // ---- upstreams

    void run(String upstream, UpstreamTlsConfig tls) {
        if (tls.ca() != null && findings.isSound(tls, "ca")) {
            checkBundle(tls, "ca", tls.ca());
        }
        if (tls.clientCertificate() != null) {
            Identity identity = read(tls.clientCertificate());
            if (identity != null) {
                checkDates(identity, tls.clientCertificate(), false);
            }
        }
        for (String pin : tls.pins()) {
            if (!Pins.isPin(pin)) {
                findings.error(
                        findings.at(tls, "pins"),
                        "%s is no pin: a pin is the base64 of 32 bytes. Make one: openssl x509 -pubkey -noout -in cert.pem | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64",
                        Quote.of(pin));
            }
        }
        if (!tls.verify() && tls.pins().isEmpty()) {
            findings.warning(
                    findings.at(tls, "verify"),
                    "endpoints of %s need not prove who they are: whoever sits in between can read and change everything. Give their authority with 'ca', or pin their key.",
                    Quote.of(upstream));
        }
        checkVersions(tls, tls.minVersion(), tls.maxVersion());
    }

    private void checkVersions(Record owner, String min, String max) {
        if (!findings.isSound(owner, "minVersion", "maxVersion")) {
            return;
        }
        if (isNoVersion(owner, "minVersion", min) || isNoVersion(owner, "maxVersion", max)) {
            return;
        }
        if (min.compareTo(max) > 0) {
            findings.error(
                    findings.at(owner, "minVersion", "maxVersion"),
                    "minVersion %s is newer than maxVersion %s: no version is left.",
                    min,
                    max);
        } else if (min.compareTo(SAFE) < 0) {
            findings.warning(
                    findings.at(owner, "minVersion"),
                    "TLS %s is broken (RFC 8996). Take it only for peers that cannot do better.",
                    min);
        }
    }

    private boolean isNoVersion(Record owner, String component, String version) {
        boolean unknown = !VERSIONS.contains(version);
        if (unknown) {
            findings.error(
                    findings.at(owner, component),
                    "%s is no version of TLS. The versions are: %s.",
                    Quote.of(version),
                    String.join(", ", VERSIONS));
        }
        return unknown;
    }
}
