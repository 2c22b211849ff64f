/** Field compression of HTTP/2 (RFC 7541): blocks to fields and back, without any I/O. */
@NullMarked
package io.faultline.l7.http2.hpack;

import org.jspecify.annotations.NullMarked;
