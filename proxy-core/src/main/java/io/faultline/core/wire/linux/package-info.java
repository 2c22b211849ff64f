/**
 * The hot path on Linux: sockets driven by plain system calls from an epoll handle in Netty's loop.
 * Errors are numbers here, never exceptions, and steady traffic allocates nothing.
 */
@NullMarked
package io.faultline.core.wire.linux;

import org.jspecify.annotations.NullMarked;
