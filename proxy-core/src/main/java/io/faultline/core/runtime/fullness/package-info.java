/** How full the running server is: its own limits, the queues of its listeners, its loops, its host. */
@NullMarked
package io.faultline.core.runtime.fullness;

import org.jspecify.annotations.NullMarked;
