package io.faultline.core.tls;

/** The one place where what went wrong about TLS becomes a code, a side and its evidence. */
public final class TlsClassifier {

    private TlsClassifier() {}
}
