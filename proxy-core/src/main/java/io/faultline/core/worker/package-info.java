/** One event loop and everything it owns. Nothing here is shared between threads. */
@NullMarked
package io.faultline.core.worker;

import org.jspecify.annotations.NullMarked;
