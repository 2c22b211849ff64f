/** The listening sockets of a running server, and how they are lent to another process. */
@NullMarked
package io.faultline.core.runtime.listening;

import org.jspecify.annotations.NullMarked;
