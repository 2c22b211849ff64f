/** What all workers count together of one upstream. From any thread, and no lock. */
@NullMarked
package io.faultline.core.upstream.shared;

import org.jspecify.annotations.NullMarked;
