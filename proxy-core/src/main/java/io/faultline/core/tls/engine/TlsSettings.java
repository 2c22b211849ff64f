package io.faultline.core.tls.engine;

import java.util.List;

/**
 * What both sides of a handshake are chosen from.
 *
 * @param ciphers of TLS 1.2, by their OpenSSL names; those of 1.3 are all safe and not a choice
 * @param groups for the key exchange, best first
 * @param applications the ALPN names, best first; none to leave ALPN out
 */
public record TlsSettings(
        TlsVersion min,
        TlsVersion max,
        List<String> ciphers,
        List<String> groups,
        List<String> applications) {

    /** Forward secret and authenticated, nothing else. AES first: the hardware has it. */
    public static final List<String> SAFE_CIPHERS =
            List.of(
                    "ECDHE-ECDSA-AES128-GCM-SHA256",
                    "ECDHE-RSA-AES128-GCM-SHA256",
                    "ECDHE-ECDSA-AES256-GCM-SHA384",
                    "ECDHE-RSA-AES256-GCM-SHA384",
                    "ECDHE-ECDSA-CHACHA20-POLY1305",
                    "ECDHE-RSA-CHACHA20-POLY1305");

    /** The first one holds against who records today to break it with a quantum computer later. */
    public static final List<String> SAFE_GROUPS =
            List.of("X25519MLKEM768", "X25519", "P-256", "P-384");

    public TlsSettings {
        ciphers = List.copyOf(ciphers);
        groups = List.copyOf(groups);
        applications = List.copyOf(applications);
    }

    /** The same, with these ALPN names. */
    public TlsSettings offering(List<String> names) {
        return new TlsSettings(min, max, ciphers, groups, names);
    }

    public static TlsSettings safe(List<String> applications) {
        return new TlsSettings(
                TlsVersion.TLS_1_2, TlsVersion.TLS_1_3, SAFE_CIPHERS, SAFE_GROUPS, applications);
    }
}
