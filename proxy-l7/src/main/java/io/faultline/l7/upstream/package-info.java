/** Connections to endpoints that carry one exchange after the other. */
@NullMarked
package io.faultline.l7.upstream;

import org.jspecify.annotations.NullMarked;
