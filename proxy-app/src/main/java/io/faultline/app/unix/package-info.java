/** Sockets of the Unix domain that the JDK has not: with descriptors in messages, and datagrams. */
@NullMarked
package io.faultline.app.unix;

import org.jspecify.annotations.NullMarked;
