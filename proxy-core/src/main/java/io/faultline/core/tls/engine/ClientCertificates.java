package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;

/** Whether a server asks its clients for a certificate. */
public enum ClientCertificates {
    NONE(SSL.SSL_CVERIFY_NONE),
    OPTIONAL(SSL.SSL_CVERIFY_OPTIONAL), // asked for; checked when it comes
    REQUIRED(SSL.SSL_CVERIFY_REQUIRED);

    final int mode;

    ClientCertificates(int mode) {
        this.mode = mode;
    }
}
