/**
 * Makes certificates: for the demo, which must show TLS without asking anybody for a certificate, and
 * for tests. Written by hand because the JDK signs certificates in no public API.
 */
@NullMarked
package io.faultline.core.tls.selfsigned;

import org.jspecify.annotations.NullMarked;
