/** Text on its way out: bytes that grow, and JSON on top of them that is always well formed. */
@NullMarked
package io.faultline.core.observe.text;

import org.jspecify.annotations.NullMarked;
