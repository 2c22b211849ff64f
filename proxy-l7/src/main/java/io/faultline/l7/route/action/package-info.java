/** What becomes of a request that a route has taken. */
@NullMarked
package io.faultline.l7.route.action;

import org.jspecify.annotations.NullMarked;
