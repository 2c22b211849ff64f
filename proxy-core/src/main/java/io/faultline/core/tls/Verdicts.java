package io.faultline.core.tls;

import io.faultline.core.tls.cert.Distrust;
import io.netty.internal.tcnative.CertificateVerifier;
import org.jspecify.annotations.Nullable;

/** Distrust in the numbers of X.509 verification: they choose the alert that the peer hears. */
final class Verdicts {

    private Verdicts() {}

    static int of(@Nullable Distrust distrust) {
        if (distrust == null) {
            return CertificateVerifier.X509_V_OK;
        }
        return switch (distrust.reason()) {
            case EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case NOT_YET_VALID -> CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID;
            case UNTRUSTED -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case WRONG_USE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
            case NAME_MISMATCH, NOT_PINNED -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
            case UNREADABLE -> CertificateVerifier.X509_V_ERR_UNSPECIFIED;
        };
    }
}
