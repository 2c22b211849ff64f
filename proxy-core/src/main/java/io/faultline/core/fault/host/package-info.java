/** What this host knows about its own limits and neighbours: evidence that no errno carries. */
@NullMarked
package io.faultline.core.fault.host;

import org.jspecify.annotations.NullMarked;
