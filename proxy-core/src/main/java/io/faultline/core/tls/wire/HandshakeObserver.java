package io.faultline.core.tls.wire;

/** Hears how a handshake ended: exactly one of the two, unless it was reset before. */
public interface HandshakeObserver {

    /** The wire is silent until it is told to read. */
    void onHandshakeDone(TlsWire wire);

    /** The wire below is closed already, or closes by itself once the peer has read our alert. */
    void onHandshakeFailed(TlsFailure failure);
}
