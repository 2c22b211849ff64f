package io.faultline.core.tls.wire;

import io.faultline.core.connection.ClientIdentity;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.ForwardedCertificate;
import io.faultline.core.tls.engine.TlsEngine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a handshake agreed on. */
final class Sessions {

    private Sessions() {}

    static TlsSession read(TlsEngine engine, @Nullable String serverName) {
        return new TlsSession(
                engine.protocol(),
                engine.cipher(),
                serverName,
                engine.application(),
                engine.isResumed(),
                client(engine.peerCertificate()));
    }

    private static @Nullable ClientIdentity client(byte @Nullable [] encoded) {
        List<X509Certificate> parsed =
                encoded == null ? null : ChainVerifier.parse(new byte[][] {encoded});
        if (encoded == null || parsed == null) {
            return null;
        }
        X509Certificate certificate = parsed.getFirst();
        String fingerprint = HexFormat.of().formatHex(sha256(encoded));
        return new ClientIdentity(
                certificate.getSubjectX500Principal().getName(),
                CertificateNames.alternatives(certificate),
                fingerprint,
                ForwardedCertificate.line(certificate, fingerprint));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
