/** How full each layer is: what runs out next, and how soon. */
@NullMarked
package io.faultline.core.observe.saturation;

import org.jspecify.annotations.NullMarked;
