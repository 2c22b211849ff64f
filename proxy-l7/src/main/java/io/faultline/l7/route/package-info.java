/** Who takes which request, and what becomes of it: the routes, compiled so that their number does not matter. */
@NullMarked
package io.faultline.l7.route;

import org.jspecify.annotations.NullMarked;
