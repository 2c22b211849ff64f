/** From a file to a configuration that is safe to use, or to a list of everything wrong with it. */
@NullMarked
package io.faultline.core.config.load;

import org.jspecify.annotations.NullMarked;
