package io.faultline.core.tls.engine;

/** Judges the certificate chain of a peer, in the middle of the handshake. */
@FunctionalInterface
public interface PeerCheck {

    /**
     * @param chain as sent, the peer's own certificate first, each in DER
     * @return {@code X509_V_OK}, or the reason for which the peer hears an alert
     */
    int verdict(byte[][] chain);
}
