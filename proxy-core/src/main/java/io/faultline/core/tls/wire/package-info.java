/**
 * TLS as a wire on a wire, the same for both sides of a connection: {@link
 * io.faultline.core.tls.wire.TlsHandshake} carries the messages of a handshake, {@link
 * io.faultline.core.tls.wire.TlsWire} is where bytes become records and back, and {@link
 * io.faultline.core.tls.wire.TlsClassifier} says what it is called when that breaks.
 */
@NullMarked
package io.faultline.core.tls.wire;

import org.jspecify.annotations.NullMarked;
