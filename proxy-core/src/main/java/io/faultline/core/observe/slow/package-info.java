/** The slowest exchanges of the last minutes, kept whole, so that a percentile has a face. */
@NullMarked
package io.faultline.core.observe.slow;

import org.jspecify.annotations.NullMarked;
