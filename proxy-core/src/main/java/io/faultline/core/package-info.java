/** The shared vocabulary: layers, stages, sides. Everything else stands in the packages below. */
@NullMarked
package io.faultline.core;

import org.jspecify.annotations.NullMarked;
