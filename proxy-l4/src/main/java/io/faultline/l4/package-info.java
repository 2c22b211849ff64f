/** Forwards opaque bytes. {@link io.faultline.l4.TcpSession} is the whole story of one connection. */
@NullMarked
package io.faultline.l4;

import org.jspecify.annotations.NullMarked;
