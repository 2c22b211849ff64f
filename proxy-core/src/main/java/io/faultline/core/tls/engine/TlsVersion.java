package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;

/** The versions of TLS that can be spoken, oldest first. */
public enum TlsVersion {
    TLS_1_0("TLSv1", SSL.SSL_PROTOCOL_TLSV1, SSL.SSL_OP_NO_TLSv1),
    TLS_1_1("TLSv1.1", SSL.SSL_PROTOCOL_TLSV1_1, SSL.SSL_OP_NO_TLSv1_1),
    TLS_1_2("TLSv1.2", SSL.SSL_PROTOCOL_TLSV1_2, SSL.SSL_OP_NO_TLSv1_2),
    TLS_1_3("TLSv1.3", SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_OP_NO_TLSv1_3);

    private final String label;
    private final int bit;
    private final int off;

    TlsVersion(String label, int bit, int off) {
        this.label = label;
        this.bit = bit;
        this.off = off;
    }

    public String label() {
        return label;
    }

    static int bitsBetween(TlsVersion min, TlsVersion max) {
        int bits = 0;
        for (TlsVersion each : values()) {
            if (each.compareTo(min) >= 0 && each.compareTo(max) <= 0) {
                bits |= each.bit;
            }
        }
        return bits;
    }

    static int optionsOutside(TlsVersion min, TlsVersion max) {
        int options = SSL.SSL_OP_NO_SSLv2 | SSL.SSL_OP_NO_SSLv3;
        for (TlsVersion each : values()) {
            if (each.compareTo(min) < 0 || each.compareTo(max) > 0) {
                options |= each.off;
            }
        }
        return options;
    }
}
