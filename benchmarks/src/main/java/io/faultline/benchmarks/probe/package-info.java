/** Each takes one kind of sample of a proxy that runs: under load, in silence, beside other traffic, just started. */
@NullMarked
package io.faultline.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
