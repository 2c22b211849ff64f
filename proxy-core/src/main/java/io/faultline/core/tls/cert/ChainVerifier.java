package io.faultline.core.tls.cert;

import io.faultline.core.tls.cert.Distrust.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether somebody we trust vouches for a certificate, and where nobody does, why. The path is
 * built by the JDK (RFC 5280 6); what is added here is the reason in words. Immutable; any thread.
 */
public final class ChainVerifier {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";

    private final Set<X509Certificate> authorities;
    private final Set<TrustAnchor> anchors = new HashSet<>();
    private final String source;
    private final String use;

    private ChainVerifier(List<X509Certificate> authorities, String source, String use) {
        this.authorities = Set.copyOf(authorities);
        this.source = source;
        this.use = use;
        authorities.forEach(each -> anchors.add(new TrustAnchor(each, null)));
    }

    /** Servers are vouched for by the authorities in this file. */
    public static ChainVerifier ofServers(Path bundle) throws BadFile {
        return new ChainVerifier(PemFile.certificates(bundle), bundle.toString(), SERVER_AUTH);
    }

    /** Clients are vouched for by the authorities in this file. */
    public static ChainVerifier ofClients(Path bundle) throws BadFile {
        return new ChainVerifier(PemFile.certificates(bundle), bundle.toString(), CLIENT_AUTH);
    }

    /** Servers are vouched for by the authorities that come with the JDK. */
    public static ChainVerifier ofServersBySystem() {
        List<X509Certificate> all = new ArrayList<>();
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509TrustManager x509) {
                    all.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no usable list of authorities", e);
        }
        return new ChainVerifier(all, "the system's authorities", SERVER_AUTH);
    }

    /** For the list of authorities that a server tells its clients. */
    public byte[] authoritiesPem() {
        return Pem.bytesOf(List.copyOf(authorities));
    }

    /** Null when all is well. */
    public @Nullable Distrust check(List<X509Certificate> chain, Instant now) {
        X509Certificate own = chain.getFirst();
        Distrust dates = dates(own, chain, now);
        if (dates != null) {
            return dates;
        }
        if (!mayBeUsed(own)) {
            return new Distrust(
                    Reason.WRONG_USE,
                    use.equals(CLIENT_AUTH)
                            ? "its extended key usage does not include clientAuth"
                            : "its extended key usage does not include serverAuth",
                    chain);
        }
        return authorities.contains(own) ? null : path(own, chain, now);
    }

    private static @Nullable Distrust dates(
            X509Certificate certificate, List<X509Certificate> chain, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return new Distrust(Reason.EXPIRED, "it ended before " + now, chain);
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return new Distrust(Reason.NOT_YET_VALID, "it begins after " + now, chain);
        }
        return null;
    }

    private boolean mayBeUsed(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(use) || uses.contains(ANY_USE);
        } catch (CertificateException e) {
            return false;
        }
    }

    private @Nullable Distrust path(X509Certificate own, List<X509Certificate> chain, Instant now) {
        try {
            var target = new X509CertSelector();
            target.setCertificate(own);
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return null;
        } catch (GeneralSecurityException nobody) {
            return explain(own, chain, now, nobody);
        }
    }

    private Distrust explain(
            X509Certificate own,
            List<X509Certificate> chain,
            Instant now,
            GeneralSecurityException nobody) {
        for (X509Certificate each : chain.subList(1, chain.size())) {
            Distrust dates = dates(each, chain, now);
            if (dates != null) {
                String which = "the intermediate " + each.getSubjectX500Principal() + ": ";
                return new Distrust(dates.reason(), which + dates.detail(), chain);
            }
        }
        boolean selfSigned = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
        String detail =
                selfSigned
                        ? "it is self-signed, and it is not itself in " + source
                        : "no path from its issuer to an authority in "
                                + source
                                + "; the peer sent "
                                + chain.size()
                                + (chain.size() == 1 ? " certificate" : " certificates");
        Throwable cause = nobody.getCause();
        return new Distrust(
                Reason.UNTRUSTED,
                cause == null ? detail : detail + " (" + cause.getMessage() + ")",
                chain);
    }

    /** The chain as sent, or null when one of its certificates is damaged. */
    public static @Nullable List<X509Certificate> parse(byte[][] chain) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> parsed = new ArrayList<>(chain.length);
            for (byte[] each : chain) {
                parsed.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(each)));
            }
            return parsed.isEmpty() ? null : parsed;
        } catch (CertificateException e) {
            return null;
        }
    }
}
