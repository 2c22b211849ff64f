/** What operators order of endpoints while the proxy runs, beside its configuration. */
@NullMarked
package io.faultline.core.upstream.order;

import org.jspecify.annotations.NullMarked;
