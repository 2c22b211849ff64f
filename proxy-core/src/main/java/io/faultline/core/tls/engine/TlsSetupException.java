package io.faultline.core.tls.engine;

/** BoringSSL does not accept a setting, a certificate or a key. Never thrown on the data path. */
public final class TlsSetupException extends Exception {

    private static final long serialVersionUID = 1L;

    TlsSetupException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    TlsSetupException(String sentence) {
        super(sentence);
    }
}
