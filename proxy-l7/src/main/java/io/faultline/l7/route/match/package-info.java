/** What a route asks of a request: its host, its path, and conditions besides. */
@NullMarked
package io.faultline.l7.route.match;

import org.jspecify.annotations.NullMarked;
