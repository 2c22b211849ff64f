/**
 * Speaks HTTP/1.1 and HTTP/2: codecs, exchange, routes, filters. An empty room, wired into the house.
 */
@NullMarked
package io.faultline.l7;

import org.jspecify.annotations.NullMarked;
