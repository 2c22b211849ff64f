/** The same wire over any Netty channel: for systems without epoll, where speed is not the point. */
@NullMarked
package io.faultline.core.wire.channel;

import org.jspecify.annotations.NullMarked;
