package io.faultline.core.tls.hello;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client offered and asked for (RFC 8446 4.1.2, RFC 5246 7.4.1.2).
 *
 * @param serverName the host it wants (SNI), in lower case and without a final dot; null when it named
 *     none, or an IP address, which RFC 6066 does not count as a name
 * @param alpn the protocols it would speak inside, its favourite first; one byte a character
 * @param legacyVersion 0x0303 for TLS 1.2 and, by RFC 8446, for everything later
 * @param supportedVersions what it really speaks; empty before TLS 1.3
 * @param cipherSuites in its order of preference, GREASE values included
 * @param signatureSchemes which signatures it can verify: tells an ECDSA from an RSA certificate
 * @param encryptedHello whether the ECH extension is there, be it real or GREASE: the name may be a
 *     cover for another one
 */
public record ClientHello(
        @Nullable String serverName,
        List<String> alpn,
        int legacyVersion,
        Codes supportedVersions,
        Codes cipherSuites,
        Codes signatureSchemes,
        boolean encryptedHello) {

    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    /** Whether the client would speak this version. */
    public boolean offersVersion(int version) {
        // RFC 8446 4.2.1: with the extension, the legacy version says nothing.
        return supportedVersions.count() > 0
                ? supportedVersions.contains(version)
                : version <= legacyVersion && version < TLS_1_3;
    }

    /** The versions, for the evidence of a fault: {@code 0304 0303}. */
    public String versions() {
        return supportedVersions.count() > 0
                ? supportedVersions.toString()
                : "up to " + Integer.toHexString(0x10000 | legacyVersion).substring(1);
    }
}
