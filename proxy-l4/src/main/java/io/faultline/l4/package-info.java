/**
 * Forwards opaque bytes.
 */
@NullMarked
package io.faultline.l4;

import org.jspecify.annotations.NullMarked;
