/** Who takes which request: the routes, compiled so that their number does not matter. */
@NullMarked
package io.faultline.l7.route;

import org.jspecify.annotations.NullMarked;
