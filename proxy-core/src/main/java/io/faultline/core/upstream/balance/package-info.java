/**
 * How the next one is chosen, as plain arithmetic on indices: nothing here knows an endpoint's state
 * or the network. What may be chosen at all is decided before, in {@code io.faultline.core.upstream}.
 */
@NullMarked
package io.faultline.core.upstream.balance;

import org.jspecify.annotations.NullMarked;
