package io.faultline.l7.http2.rfc9113;

/** The two ways in which HTTP/2 reaches us (RFC 9113 3.2, 3.3). */
public enum Transport {
    CLEAR, // h2c, by prior knowledge
    TLS // h2, by ALPN
}
