package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;

/** Whether a server asks its clients for a certificate. */
public enum ClientCertificates {
    NONE,
    OPTIONAL, // asked for; checked when it comes
    REQUIRED;

    int mode() {
        return switch (this) {
            case NONE -> SSL.SSL_CVERIFY_NONE;
            case OPTIONAL -> SSL.SSL_CVERIFY_OPTIONAL;
            case REQUIRED -> SSL.SSL_CVERIFY_REQUIRED;
        };
    }
}
