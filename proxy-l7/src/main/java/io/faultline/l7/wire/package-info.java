/** Putting messages together before they go out on a wire. */
@NullMarked
package io.faultline.l7.wire;

import org.jspecify.annotations.NullMarked;
