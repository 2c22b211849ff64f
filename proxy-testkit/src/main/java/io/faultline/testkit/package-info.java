/**
 * Test helpers.
 */
@NullMarked
package io.faultline.testkit;

import org.jspecify.annotations.NullMarked;
