/** Finds what a test class left behind. */
@NullMarked
package io.faultline.testkit.leak;

import org.jspecify.annotations.NullMarked;
