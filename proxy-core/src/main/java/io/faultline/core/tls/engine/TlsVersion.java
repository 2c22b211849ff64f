package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;

/** The versions of TLS that can be spoken, oldest first. */
public enum TlsVersion {
    TLS_1_0("TLSv1"),
    TLS_1_1("TLSv1.1"),
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String label;

    TlsVersion(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    // Not fields: the library's constants are there only once the library is loaded.

    private int bit() {
        return switch (this) {
            case TLS_1_0 -> SSL.SSL_PROTOCOL_TLSV1;
            case TLS_1_1 -> SSL.SSL_PROTOCOL_TLSV1_1;
            case TLS_1_2 -> SSL.SSL_PROTOCOL_TLSV1_2;
            case TLS_1_3 -> SSL.SSL_PROTOCOL_TLSV1_3;
        };
    }

    private int off() {
        return switch (this) {
            case TLS_1_0 -> SSL.SSL_OP_NO_TLSv1;
            case TLS_1_1 -> SSL.SSL_OP_NO_TLSv1_1;
            case TLS_1_2 -> SSL.SSL_OP_NO_TLSv1_2;
            case TLS_1_3 -> SSL.SSL_OP_NO_TLSv1_3;
        };
    }

    static int bitsBetween(TlsVersion min, TlsVersion max) {
        int bits = 0;
        for (TlsVersion each : values()) {
            if (each.compareTo(min) >= 0 && each.compareTo(max) <= 0) {
                bits |= each.bit();
            }
        }
        return bits;
    }

    static int optionsOutside(TlsVersion min, TlsVersion max) {
        int options = SSL.SSL_OP_NO_SSLv2 | SSL.SSL_OP_NO_SSLv3;
        for (TlsVersion each : values()) {
            if (each.compareTo(min) < 0 || each.compareTo(max) > 0) {
                options |= each.off();
            }
        }
        return options;
    }
}
