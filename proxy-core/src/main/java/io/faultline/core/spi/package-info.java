/** How a protocol plugs in: l4 and l7 implement these, the program lists them. */
@NullMarked
package io.faultline.core.spi;

import org.jspecify.annotations.NullMarked;
