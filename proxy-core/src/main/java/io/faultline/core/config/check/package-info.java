/** What must fit together in a configuration: references, addresses, durations against each other. */
@NullMarked
package io.faultline.core.config.check;

import org.jspecify.annotations.NullMarked;
