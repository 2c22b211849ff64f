/**
 * TLS with clients and with endpoints: {@link io.faultline.core.tls.TlsTermination} shakes hands with
 * the ones, {@link io.faultline.core.tls.TlsOrigination} with the others, each with the certificates
 * it has to show and to trust. What both have in common is in {@code wire}.
 */
@NullMarked
package io.faultline.core.tls;

import org.jspecify.annotations.NullMarked;
