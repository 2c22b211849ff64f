/** What in an {@code http:} section does not fit together. Judges what the binder has bound, and says where. */
@NullMarked
package io.faultline.l7.config.check;

import org.jspecify.annotations.NullMarked;
