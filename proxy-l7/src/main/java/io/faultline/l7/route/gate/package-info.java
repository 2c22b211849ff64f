/** Who may make a request of a route, and how often. */
@NullMarked
package io.faultline.l7.route.gate;

import org.jspecify.annotations.NullMarked;
