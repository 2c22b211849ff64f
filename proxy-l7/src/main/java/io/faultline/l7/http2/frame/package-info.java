/** Frames of HTTP/2 (RFC 9113 4 and 6): bytes in, events out, and back. Knows no streams. */
@NullMarked
package io.faultline.l7.http2.frame;

import org.jspecify.annotations.NullMarked;
