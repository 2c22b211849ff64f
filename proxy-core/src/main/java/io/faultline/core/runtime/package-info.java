/** The running proxy: built from a configuration, started, drained, stopped. */
@NullMarked
package io.faultline.core.runtime;

import org.jspecify.annotations.NullMarked;
