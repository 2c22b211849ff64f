/** Values that are more than text or a number: an address, a network, a size. */
@NullMarked
package io.faultline.core.config.value;

import org.jspecify.annotations.NullMarked;
