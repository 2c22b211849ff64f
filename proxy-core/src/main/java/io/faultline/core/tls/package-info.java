/**
 * TLS as a wire on a wire. {@link io.faultline.core.tls.TlsWire} is where bytes become records and
 * back; {@link io.faultline.core.tls.TlsTermination} shakes hands with clients, {@link
 * io.faultline.core.tls.TlsOrigination} with endpoints.
 */
@NullMarked
package io.faultline.core.tls;

import org.jspecify.annotations.NullMarked;
