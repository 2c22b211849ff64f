package io.faultline.core.fault;

/** What can break on L6. */
public enum TlsFault implements FaultCode {
    HANDSHAKE_TIMEOUT(FaultSpec.stub("L6.HANDSHAKE_TIMEOUT")),
    ALERT_RECEIVED(FaultSpec.stub("L6.ALERT_RECEIVED")),
    CERT_EXPIRED(FaultSpec.stub("L6.CERT_EXPIRED")),
    CERT_NOT_YET_VALID(FaultSpec.stub("L6.CERT_NOT_YET_VALID")),
    CERT_NAME_MISMATCH(FaultSpec.stub("L6.CERT_NAME_MISMATCH")),
    CERT_UNTRUSTED(FaultSpec.stub("L6.CERT_UNTRUSTED")),
    CERT_REVOKED(FaultSpec.stub("L6.CERT_REVOKED")),
    NO_COMMON_PROTOCOL(FaultSpec.stub("L6.NO_COMMON_PROTOCOL")),
    NO_COMMON_CIPHER(FaultSpec.stub("L6.NO_COMMON_CIPHER")),
    ALPN_MISMATCH(FaultSpec.stub("L6.ALPN_MISMATCH")),
    NOT_TLS(FaultSpec.stub("L6.NOT_TLS")),
    UNKNOWN_NAME(FaultSpec.stub("L6.UNKNOWN_NAME")),
    CLIENT_CERT_REQUIRED(FaultSpec.stub("L6.CLIENT_CERT_REQUIRED")),
    CLIENT_CERT_REJECTED(FaultSpec.stub("L6.CLIENT_CERT_REJECTED"));

    private final FaultSpec spec;

    TlsFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
