/** Before it takes its first client the program works for itself, so that the JVM has seen it all. */
@NullMarked
package io.faultline.app.warmup;

import org.jspecify.annotations.NullMarked;
