/** Processes that a run starts and ends, what the kernel says about them, and the machine they run on. */
@NullMarked
package io.faultline.benchmarks.proc;

import org.jspecify.annotations.NullMarked;
