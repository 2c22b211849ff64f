/** What belongs to the upstreams of a running server: how they are checked, and who hears of it. */
@NullMarked
package io.faultline.core.runtime.upstream;

import org.jspecify.annotations.NullMarked;
