/** A network in memory: a whole server runs on it, and what is measured is ours alone. */
@NullMarked
package io.faultline.benchmarks.micro.memory;

import org.jspecify.annotations.NullMarked;
