/** What is different between two configurations. */
@NullMarked
package io.faultline.core.config.diff;

import org.jspecify.annotations.NullMarked;
