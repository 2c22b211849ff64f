/** A configuration written back as a file, with everything filled in that the file left out. */
@NullMarked
package io.faultline.core.config.print;

import org.jspecify.annotations.NullMarked;
