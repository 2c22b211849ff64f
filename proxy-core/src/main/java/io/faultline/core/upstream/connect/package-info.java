/** How a worker gets a connection to an endpoint: pick, connect, and on to the next one if that fails. */
@NullMarked
package io.faultline.core.upstream.connect;

import org.jspecify.annotations.NullMarked;
