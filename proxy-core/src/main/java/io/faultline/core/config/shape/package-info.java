/** The configuration language as data: sections, keys and kinds of value, read off the records once. */
@NullMarked
package io.faultline.core.config.shape;

import org.jspecify.annotations.NullMarked;
