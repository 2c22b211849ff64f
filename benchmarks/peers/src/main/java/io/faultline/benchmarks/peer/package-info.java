/** The shortest reverse proxy that each of these libraries allows, as its manual shows it. They are measured, and nothing else. */
@NullMarked
package io.faultline.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
