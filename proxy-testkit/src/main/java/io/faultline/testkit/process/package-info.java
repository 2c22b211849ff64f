/** Processes of a test's own: a JVM with its own limits and signals, and short host commands. */
@NullMarked
package io.faultline.testkit.process;

import org.jspecify.annotations.NullMarked;
