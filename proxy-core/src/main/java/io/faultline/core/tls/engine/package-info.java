/**
 * The thin layer over BoringSSL: contexts that are shared and counted, and one engine per connection.
 * The only package that calls native TLS code, so the only one where memory must be freed by hand.
 */
@NullMarked
package io.faultline.core.tls.engine;

import org.jspecify.annotations.NullMarked;
