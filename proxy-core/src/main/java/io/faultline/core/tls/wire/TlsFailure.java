package io.faultline.core.tls.wire;

import io.faultline.core.tls.engine.TlsError;
import io.faultline.core.tls.hello.Peeked;

/** How TLS failed, as the layers involved told it. {@link TlsClassifier} makes a fault of it. */
public sealed interface TlsFailure {

    /** The peer's first bytes are no TLS record. */
    record PlainText(Peeked.NotTls seen) implements TlsFailure {}

    /**
     * BoringSSL refused what the peer sent, or the peer sent an alert.
     *
     * @param established whether that was after the handshake: then the peer does speak TLS
     */
    record Protocol(TlsError error, boolean established) implements TlsFailure {}

    /** The peer ended the stream before the handshake was over. */
    record Ended(boolean anyByteSeen) implements TlsFailure {}

    /** The wire below broke. */
    record Broken(int errno) implements TlsFailure {}
}
