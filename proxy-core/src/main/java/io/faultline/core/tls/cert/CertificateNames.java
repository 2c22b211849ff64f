package io.faultline.core.tls.cert;

import io.faultline.core.config.text.IpLiteral;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** What names a certificate is for, and whether one of them covers a given name. */
public final class CertificateNames {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    /** The subject alternative names, or the common name of a certificate that has none. */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>(alternatives(certificate));
        if (names.isEmpty()) {
            String common = commonName(certificate);
            if (!common.isEmpty()) {
                names.add(common.toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(names);
    }

    /**
     * DNS names and addresses in lower case, and URIs as they are. RFC 6125 6.4.4: the common name is no
     * longer looked at; only these count.
     */
    public static List<String> alternatives(X509Certificate certificate) {
        return names(certificate, true);
    }

    private static List<String> names(X509Certificate certificate, boolean withUris) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            List<String> names = new ArrayList<>();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                String name = String.valueOf(each.get(1));
                if (each.getFirst().equals(DNS) || each.getFirst().equals(ADDRESS)) {
                    names.add(name.toLowerCase(Locale.ROOT));
                } else if (withUris && each.getFirst().equals(URI)) {
                    names.add(name);
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    public static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
        } catch (InvalidNameException e) {
            // Then it has none that could be told.
        }
        return "";
    }

    /** Whether a certificate is for this host name or address. */
    public static boolean isFor(X509Certificate certificate, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        byte[] address = address(wanted);
        for (String name : names(certificate, false)) { // a URI is no host, whatever it spells
            boolean same =
                    address == null ? covers(name, wanted) : Arrays.equals(address, address(name));
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Whether a host is written as an address. */
    public static boolean isAddress(String host) {
        return address(host) != null;
    }

    private static byte @Nullable [] address(String host) {
        return IpLiteral.bytes(host);
    }

    /** Whether a client's certificate has a name that one of these allows: DNS names, stars, or URIs. */
    public static boolean isAllowed(X509Certificate certificate, List<String> patterns) {
        List<String> hosts = names(certificate, false);
        List<String> all = names(certificate, true);
        return patterns.stream()
                .anyMatch(
                        pattern ->
                                pattern.contains("://")
                                        ? all.contains(pattern)
                                        : hosts.stream()
                                                .anyMatch(host -> covers(lower(pattern), host)));
    }

    private static String lower(String pattern) {
        return pattern.toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a name of a certificate covers a host: the same, or {@code *.} for exactly one label (RFC
     * 6125 6.4.3).
     */
    public static boolean covers(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0
                && host.regionMatches(dot, pattern, 1, pattern.length() - 1)
                && host.length() - dot == pattern.length() - 1;
    }
}
