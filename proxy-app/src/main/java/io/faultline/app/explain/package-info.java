/**
 * {@code faultline explain}: what a configuration makes of one request. Start with {@link
 * io.faultline.app.explain.Explanation}.
 */
@NullMarked
package io.faultline.app.explain;

import org.jspecify.annotations.NullMarked;
