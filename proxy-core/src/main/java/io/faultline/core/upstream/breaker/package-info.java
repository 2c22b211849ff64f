/** When an upstream is not asked at all. */
@NullMarked
package io.faultline.core.upstream.breaker;

import org.jspecify.annotations.NullMarked;
