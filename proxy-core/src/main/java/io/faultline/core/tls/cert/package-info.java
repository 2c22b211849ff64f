/**
 * Certificates and keys as files: read, checked and explained in plain Java, so that a configuration
 * can be checked without loading what speaks TLS.
 */
@NullMarked
package io.faultline.core.tls.cert;

import org.jspecify.annotations.NullMarked;
