/** What stands under {@code upstreams}: endpoints, how they are found, judged, reached and held to. */
@NullMarked
package io.faultline.core.config.upstream;

import org.jspecify.annotations.NullMarked;
